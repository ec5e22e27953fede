"""每日摘要: one mail in the morning instead of a storm; what cannot wait leaves at once, and nothing at night."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from flows import errands
from gateways.clock import SHANGHAI
from models import access, digests, haste, letters, mail_wishes
from models.access import Knower
from models.database import reading, unit_of_work
from models.document import Document
from models.haste import Haste
from models.letters import Letter, LetterKind
from models.outbox import Errand, Topic
from models.people import Person, find_uid
from models.reminders import Reminder
from models.tasks import Task
from models.values import Level, Urgency
from models.workdays import due_on, office_calendar
from tests.letterbox import mails, text
from tests.office import Letter as Paper
from tests.personas import Cast
from tests.rules.morning import (
    MONDAY,
    Clock,
    at,
    case_at_rest,
    held,
    held_up,
    post,
    subjects,
    waits,
    written_to,
)


@pytest.fixture
def clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def case(cast: Cast) -> Paper:
    return case_at_rest(cast)


@pytest.mark.parametrize(
    ("urgency", "due", "hour", "how"),
    [
        (Urgency.ROUTINE, date(2026, 11, 30), 10, Haste.MORNING),
        (Urgency.URGENT, date(2026, 11, 30), 10, Haste.MORNING),
        (Urgency.VERY_URGENT, date(2026, 11, 30), 10, Haste.TODAY),
        (Urgency.ROUTINE, MONDAY, 10, Haste.TODAY),
        (Urgency.FLASH, date(2026, 11, 30), 3, Haste.NOW),
    ],
)
def test_only_what_is_urgent_or_due_today_leaves_at_once(urgency, due, hour, how):
    assert haste.of(urgency, due_on(due), at(MONDAY, hour)) is how


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at(MONDAY, 7, 29), True),
        (at(MONDAY, 7, 30), False),
        (at(MONDAY, 20, 59), False),
        (at(MONDAY, 21), True),
        (at(date(2026, 11, 28), 10), True),  # Saturday
        (at(date(2026, 10, 1), 10), True),  # the National Day
        (at(date(2026, 10, 10), 10), False),  # a Saturday made up
    ],
)
def test_at_night_and_on_holidays_nothing_leaves_but_what_may_leave_at_any_hour(moment, quiet):
    assert haste.is_quiet(moment) is quiet
    assert haste.waits(Haste.TODAY, moment) is quiet
    assert haste.waits(Haste.NOW, moment) is False
    assert haste.waits(Haste.MORNING, moment) is True


def test_the_morning_brings_one_mail_with_everything_by_urgency(clock: Clock, case: Paper) -> None:
    friday = at(date(2026, 11, 20), 15)
    waits(case, date(2026, 11, 19), opened=friday - timedelta(days=9))
    waits(case, MONDAY, opened=friday)
    waits(case, date(2026, 11, 30), opened=friday + timedelta(microseconds=1))
    waits(case, date(2026, 12, 1), opened=friday + timedelta(microseconds=2))
    post(friday)
    assert [one for one in subjects("zhao") if "摘要" in one] == []
    clock.morning(MONDAY)
    (said,) = [mail for mail in mails() if "zhao@" in str(mail["To"]) and "2件新到" in str(mail["Subject"])]
    assert said["Subject"] == "【待办】1件已超期，1件今日到期，2件新到"
    body = text(said)
    assert [body.index(word) for word in ("已超期（1件）", "今日到期（1件）", "新到（2件）")] == sorted(
        body.index(word) for word in ("已超期（1件）", "今日到期（1件）", "新到（2件）")
    )
    assert body.count(f"http://127.0.0.1:8000/documents/{case.id}") == 4
    assert "已超期2个工作日" in body
    assert case.now.title not in body + said.get_body(("html",)).get_content()


def test_what_waits_for_colleagues_alone_keeps_nobodys_digest_from_leaving(clock: Clock, case: Paper) -> None:
    """李梅 is not cleared for a paper that waits for her department; she still hears of the others."""
    waits(case, date(2026, 11, 19), opened=at(date(2026, 11, 12), 10))
    public = Paper(case.cast).arrives()
    with unit_of_work() as session:
        find_uid(session, "li").clearance = Level.PUBLIC
        session.get_one(Document, public.id).level = Level.PUBLIC
        access.let_know(session, public.id, "office:YWB", at=clock())
    waits(public, date(2026, 11, 30), opened=at(date(2026, 11, 20), 15))
    clock.morning(MONDAY)
    assert subjects("li") == ["【待办】1件新到"]


def test_what_is_done_before_the_morning_is_not_told(clock: Clock, case: Paper) -> None:
    task = waits(case, date(2026, 11, 30), opened=at(date(2026, 11, 20), 15))
    with unit_of_work() as session:
        session.get_one(Task, task).closed_at = at(date(2026, 11, 20), 16)
    clock.morning(MONDAY)
    assert mails() == []
    with reading() as session:
        assert all(one.dropped_at for one in session.exec(select(Letter)))


def test_after_a_stop_of_a_week_forty_things_are_one_mail(clock: Clock, case: Paper) -> None:
    for n in range(40):
        waits(case, date(2026, 11, 17), opened=at(date(2026, 11, 12), 10) + timedelta(microseconds=n))
    with unit_of_work() as session:
        for errand in session.exec(select(Errand).where(Errand.topic == Topic.LETTER)):
            errand.done_at = clock()
    clock.morning(MONDAY)
    assert subjects("zhao") == ["【待办】40件已超期"]
    (said,) = [mail for mail in mails() if "zhao@" in str(mail["To"])]
    assert text(said).count("· ") == 21
    assert "还有20件，请登录查看" in text(said)


def test_many_that_would_leave_together_leave_as_one(clock: Clock, case: Paper) -> None:
    for n in range(5):
        waits(case, MONDAY, opened=clock.at + timedelta(microseconds=n))
    post(clock.at)
    assert subjects("zhao") == ["【待办】5件今日到期"]


def test_a_mail_held_up_until_the_night_waits_for_the_morning(clock: Clock, case: Paper) -> None:
    waits(case, MONDAY, opened=at(MONDAY, 20, 45))
    clock.at = at(MONDAY, 21, 5)
    post(clock.at)
    assert mails() == []
    clock.morning(date(2026, 11, 24))
    assert subjects("zhao") == ["【待办】1件已超期"]


def test_a_digest_held_up_until_the_night_leaves_in_the_morning_as_the_same_mail(
    clock: Clock, case: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail server is away from the morning to the night; what is urgent leaves when it is back."""
    monkeypatch.setattr(errands, "now", clock)
    waits(case, date(2026, 11, 30), opened=at(date(2026, 11, 20), 15))
    clock.at = at(MONDAY, 8, 30)
    with unit_of_work() as session:
        digests.make(session, clock())
    before = held_up(clock, at(MONDAY, 22))
    with unit_of_work() as session:
        letters.write(session, find_uid(session, "zhao"), LetterKind.FACTOR_RESET, at=clock(), how=Haste.NOW)
    clock.at += timedelta(minutes=1)
    errands.do(errands.claim((Topic.LETTER,), most=50))
    assert subjects("zhao") == ["【账号事项】您的第二因素已重置"]
    assert held(LetterKind.DIGEST) == [(one, at(date(2026, 11, 24), 7, 30), 0) for one in before]
    clock.at = at(date(2026, 11, 24), 7, 31)
    errands.do(errands.claim((Topic.LETTER,), most=50))
    assert sorted(subjects("zhao")) == ["【待办】1件新到", "【账号事项】您的第二因素已重置"]
    digest = [str(mail["Message-ID"])[1:37] for mail in mails() if "新到" in str(mail["Subject"])]
    assert sorted(digest) == [str(one) for one in before]


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (at(MONDAY, 3), at(MONDAY, 7, 30)),
        (at(MONDAY, 22), at(date(2026, 11, 24), 7, 30)),
        (at(date(2026, 11, 27), 21), at(date(2026, 11, 30), 7, 30)),
        (at(date(2026, 11, 28), 3), at(date(2026, 11, 30), 7, 30)),
        (at(date(2026, 10, 3), 12), at(date(2026, 10, 8), 7, 30)),
    ],
)
def test_quiet_hours_end_on_the_morning_of_a_working_day(moment: datetime, morning: datetime) -> None:
    assert haste.is_quiet(moment)
    assert haste.wakes(moment) == morning
    assert not haste.is_quiet(morning)


def test_who_does_without_news_still_hears_of_deadlines(clock: Clock, cast: Cast, case: Paper) -> None:
    with unit_of_work() as session:
        mail_wishes.wish(session, cast.id("zhao"), news=False, told=False)
    waits(case, date(2026, 11, 30), opened=at(date(2026, 11, 20), 15))
    with unit_of_work() as session:
        letters.tell(session, "office:YWB", "handed-over", case.id, at=clock.at)
    clock.morning(MONDAY)
    assert (subjects("zhao"), subjects("li")) == ([], ["【待办】1件新到，1件知会"])
    clock.morning(date(2026, 11, 25))  # three working days before
    assert subjects("zhao") == ["【待办】1件即将到期"]


def test_the_ladder_is_climbed_by_the_day(clock: Clock, case: Paper) -> None:
    waits(case, date(2026, 11, 19), opened=at(date(2026, 11, 12), 10))
    told: dict[date, list[str]] = {}
    for day in (date(2026, 11, 23) + timedelta(days=n) for n in range(5)):
        clock.morning(day)
        told[day] = written_to(clock.at)
    assert told[date(2026, 11, 23)] == ["li", "zhao"]  # two working days over
    assert told[date(2026, 11, 24)] == ["chen", "li", "zhao"]  # three: the office head too
    assert told[date(2026, 11, 25)] == []
    assert told[date(2026, 11, 26)] == ["chen", "li", "wang", "zhao"]  # five: and the leader in charge
    assert subjects("chen")[0] == "【待办】1件请您督促"


def test_who_may_not_see_it_is_not_told_that_it_is_late(clock: Clock, case: Paper) -> None:
    waits(case, date(2026, 11, 16), opened=at(date(2026, 11, 9), 10))
    with unit_of_work() as session:
        for one in session.exec(select(Knower).where(Knower.hat.not_like("office:%"))):
            session.delete(one)
    clock.morning(MONDAY)
    assert written_to(clock.at) == ["li", "zhao"]


def test_a_month_with_stops_and_two_clocks_tells_every_slot_once(clock: Clock, case: Paper) -> None:
    """Thirty days, four of them missed, every morning ticked twice: no slot twice, and each in one mail a person."""
    first = date(2026, 11, 2)
    due = [
        first + timedelta(days=n)
        for n in range(28)
        if office_calendar().is_workday(first + timedelta(days=n))
    ]
    for n, day in enumerate(due):
        waits(case, day, opened=at(day - timedelta(days=9), 10) + timedelta(microseconds=n))
    days = [first + timedelta(days=n) for n in range(-8, 46)]
    missed = {days[3], days[20], days[21], days[22]}
    for day in days:
        if day not in missed:
            clock.morning(day)
    with reading() as session:
        slots = Counter((one.task_id, one.day) for one in session.exec(select(Reminder)))
        written = session.exec(select(Letter).where(Letter.kind == LetterKind.REMIND)).all()
        digests = session.exec(
            select(Letter, Person.uid).join(Person).where(Letter.kind == LetterKind.DIGEST)
        ).all()
    assert set(slots.values()) == {1}
    assert {task for task, _ in slots} == {one.task_id for one in written}
    assert all(one.sent_at and one.digest_id for one in written)
    mornings = Counter((uid, one.written_at) for one, uid in digests)
    assert set(mornings.values()) == {1}
    assert all(office_calendar().is_workday(one.written_at.astimezone(SHANGHAI).date()) for one, _ in digests)
    assert len([one for one, _ in digests if one.sent_at]) == len(mails())
    reached = {day for _, day in slots}
    assert reached == {-3, -1, 0, 1, 2, 3, 5, 10}


def test_a_paper_by_telegram_knocks_at_night(clock: Clock, cast: Cast, case: Paper) -> None:
    clock.at = at(MONDAY, 2)
    with unit_of_work() as session:
        letters.write(session, find_uid(session, "zhao"), LetterKind.FACTOR_RESET, at=clock.at, how=Haste.NOW)
        letters.write(session, find_uid(session, "li"), LetterKind.EXPIRED, at=clock.at, how=Haste.TODAY)
    post(clock.at)
    assert subjects("zhao") == ["【账号事项】您的第二因素已重置"]
    assert subjects("li") == []
