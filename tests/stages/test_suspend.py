"""缓办: a case rests until a day, owes one thing meanwhile, and comes back as it was, with its time."""

from datetime import date, timedelta

import pytest

from gateways.clock import now
from models import assignments
from models.database import unit_of_work
from models.document import Suspended
from models.errors import Malformed
from models.ledger import WrongStage
from models.office_hours import office_hours
from models.people import NotYourRole
from models.suspend import NotSuspended
from models.workdays import due_on
from tests.casework import MONDAY, due_of
from tests.office import Letter, engine_runs
from tests.personas import Cast, in_days
from tests.stages.test_circulate import circulating
from tests.stages.test_extensions import asks_for_time, is_answered
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

A_DAY = timedelta(hours=7, minutes=30)  # of office hours


def test_a_case_that_rests_owes_one_thing_and_comes_back_as_it_was(letter: Letter) -> None:
    letter.is_accepted("zhao")
    before = letter.waits_for
    letter.is_suspended("chen")
    assert letter.waits_for == [("resume", "secretary")]
    assert letter.is_settled()
    letter.is_resumed("xu")
    assert letter.waits_for == before
    assert letter.told[-2:] == ["缓办", "恢复办理"]
    assert letter.is_settled()
    assert letter.ledger_holds()


def test_while_it_rests_nobody_carries_it_on_and_the_sentence_says_until_when(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_suspended(until=due_on(date(2027, 1, 8)))
    for act in (
        lambda: letter.is_accepted("qian"),
        lambda: letter.is_completed("zhao"),
        lambda: letter.is_reported("zhao"),
        lambda: asks_for_time(letter),
        lambda: letter.is_suspended(),
    ):
        with untouched(), pytest.raises(Suspended, match="此件缓办至2027年1月8日，恢复办理后方可"):
            act()


def test_even_before_the_engine_looked_a_resting_case_is_left_alone(letter: Letter, browser: People) -> None:
    place = f"/documents/{letter.id}"
    browser("lin").posts(f"{place}/suspension", until=f"{in_days(20):%Y-%m-%d}", words="等候细则。")
    zhao = browser("zhao")
    with untouched():
        assert "恢复办理后方可承办签收" in zhao.posts(f"{place}/acceptance", expect=409)


@pytest.mark.parametrize("stage", ["register", "propose", "sign", "circulate"])
def test_it_may_rest_wherever_it_is_on_its_way(cast: Cast, stage: str) -> None:
    letter = Letter(cast).arrives()
    if stage == "register":
        with untouched(), pytest.raises(WrongStage, match="不能缓办"):
            letter.is_suspended()
        return
    letter.is_registered()
    if stage != "propose":
        letter.is_proposed(readers=[cast.id("sun")])
    if stage == "circulate":
        letter.is_signed("wang")
        letter.is_signed("zhou")
    before = letter.waits_for
    letter.is_suspended()
    assert letter.is_settled()
    letter.is_resumed()
    assert letter.waits_for == before


def test_every_deadline_moves_on_by_the_office_time_it_rested(letter: Letter) -> None:
    letter.is_accepted("zhao")
    asked, due = asks_for_time(letter, days=30), due_of(letter, "complete")
    assert due
    letter.is_suspended(at=MONDAY, until=MONDAY + timedelta(days=30))
    letter.is_resumed(at=MONDAY + timedelta(days=9, hours=1))
    seven_days_and_an_hour = 7 * A_DAY + timedelta(hours=1)  # Monday to Wednesday of the next week
    moved = office_hours().after(due, seven_days_and_an_hour)
    assert due_of(letter, "complete") == letter.now.due_at == moved
    assert moved > due + timedelta(days=7)
    is_answered(letter, True)
    assert letter.now.due_at == office_hours().after(asked.until, seven_days_and_an_hour)


def test_a_day_counted_from_an_act_moves_on_too_when_it_passed_meanwhile(letter: Letter) -> None:
    """院感科 had one working day to accept: it has not lost it while nobody was asked."""
    accept_by = due_of(letter, "accept")
    assert accept_by
    with unit_of_work() as session:
        for given in assignments.assignments(session, letter.id):
            given.begun_at -= timedelta(days=21)
            session.add(given)
    letter.is_suspended(at=now() - timedelta(days=20), until=in_days(1))
    letter.is_resumed()
    new = due_of(letter, "accept")
    assert new
    assert new > now() - timedelta(days=4)
    assert letter.is_settled()


def test_who_may_let_it_rest_and_for_how_long(letter: Letter) -> None:
    for uid in ("zhao", "wang", "he", "sun"):
        with untouched(), pytest.raises(NotYourRole, match="此事由机要秘书或办公室主任办理"):
            letter.is_suspended(uid)
    with untouched(), pytest.raises(Malformed, match="请填写缓办理由"):
        letter.is_suspended(why=" ")
    with untouched(), pytest.raises(Malformed, match="缓办期限应晚于现在"):
        letter.is_suspended(until=now() - timedelta(minutes=1))
    with untouched(), pytest.raises(NotSuspended, match="此件没有缓办"):
        letter.is_resumed()
    letter.is_suspended()
    with untouched(), pytest.raises(NotYourRole):
        letter.is_resumed("zhao")


def test_the_day_comes_and_the_secretary_is_asked_not_passed_over(letter: Letter) -> None:
    until = in_days(3)
    letter.is_suspended(until=until)
    assert due_of(letter, "resume") == until
    assert letter.now.suspended_until == until
    engine_runs()
    assert letter.waits_for == [("resume", "secretary")], "it is never taken up by itself"


def test_a_copy_that_was_read_comes_home_though_the_case_rests(cast: Cast) -> None:
    letter = circulating(cast, "wang", "sun")
    letter.is_handed_out()
    letter.is_read("wang")
    letter.is_suspended()
    assert letter.waits_for == [("resume", "secretary"), ("take-back", "secretary")]
    letter.is_taken_back()
    assert letter.waits_for == [("resume", "secretary")]
    letter.is_resumed()
    assert letter.waits_for == [("hand-out", "secretary")]
