"""催办: by those who may, to whoever is waited for, counted, not too often, never after the task is done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from config.policy import policy
from flows import letters as post
from gateways.clock import now
from models import urge
from models.database import reading, unit_of_work
from models.errors import Malformed, NotFound
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.people import find_uid
from models.tasks import open_tasks
from models.urge import DoneAlready, NobodyToUrge, NotYoursToUrge, UrgedLately, Urging, WaitsForYou
from models.values import Level
from tests.letterbox import mails, sent, text
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.this_year import YEAR
from tests.together import together
from tests.untouched import untouched

HOURS = timedelta(hours=policy().routing.urge_hours)
SAID = "市里下午就要，请抓紧。"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Proposed by 陈志远, waiting for 王建国's 批示."""
    one = Letter(cast).arrives()
    one.is_registered()
    one.is_proposed(readers=[cast.id("sun")])
    return one


def waiting(letter: Letter) -> UUID:
    with reading() as session:
        return open_tasks(session, letter.id)[0].id


def urges(
    letter: Letter, uid: str, task: UUID | None = None, at: datetime | None = None, said: str = SAID
) -> None:
    by, asked = letter.who(uid), task or waiting(letter)
    letter.act(lambda s, d: urge.urge(s, d, asked, said, by=by, at=at or now()))


def owed(cast: Cast) -> list[str]:
    """Whom a letter of urging is owed to."""
    with reading() as session:
        found = session.exec(select(Mail.person_id).where(Mail.kind == LetterKind.URGE)).all()
    return sorted(uid for uid in ("lin", "xu", "chen", "wang", "zhao", "li", "sun") if cast.id(uid) in found)


def change(uid: str, **said: Any) -> None:
    with unit_of_work() as session:
        person = find_uid(session, uid)
        for name, value in said.items():
            setattr(person, name, value)


def test_it_is_counted_beside_the_task_told_in_the_ledger_and_mailed_without_its_words(
    letter: Letter, browser: People, cast: Cast
) -> None:
    place, lin = f"/documents/{letter.id}", browser("lin")
    assert "催办" in lin.opens(place)
    sent_form = {"task_id": str(waiting(letter)), "words": SAID, "version": "1"}
    assert lin.posts(f"{place}/urging", **sent_form) == f"{place}?done=urging"
    engine_runs()
    page = browser("wang").opens(place)
    assert "已催1次，最近：林晓梅" in page
    assert SAID in page
    assert letter.told[-1] == "催办"
    assert "王建国批示，第1次" in page
    assert "已催1次" in browser("wang").opens("/")
    with reading() as session:
        (owed_mail,) = session.exec(select(Mail).where(Mail.kind == LetterKind.URGE)).all()
    mail = sent(owed_mail)
    assert (owed_mail.person_id, str(mail["Subject"])) == (
        cast.id("wang"),
        f"【催办】{YEAR}-普-0001 批示，请抓紧办理",
    )
    for part in (str(mail["Subject"]), text(mail), mail.get_body(("html",)).get_content()):
        for secret in (SAID, "市里", "呼吸道", "内部", "林晓梅"):
            assert secret not in part
    assert letter.ledger_holds()


def test_a_program_sees_whom_it_waits_for_and_urges(letter: Letter, browser: People) -> None:
    place, chen = f"/documents/{letter.id}", browser("chen")
    (wait,) = chen.calls("GET", f"{place}/waits")
    assert (wait["kind"], wait["who"], wait["urged"], wait["urged_at"]) == ("sign", "王建国", 0, None)
    chen.calls("POST", f"{place}/urging", json={"task_id": wait["task_id"], "words": SAID})
    (wait,) = chen.calls("GET", f"{place}/waits")
    assert wait["urged"] == 1
    refused = chen.calls(
        "POST", f"{place}/urging", expect=409, json={"task_id": wait["task_id"], "words": SAID}
    )
    assert refused["title"].startswith("同一事项4小时内只催一次，上次催办：")
    for uid in ("sun", "gu"):
        browser(uid).calls("GET", f"{place}/waits", expect=404)


@pytest.mark.parametrize("uid", ["lin", "xu", "chen"])
def test_the_secretary_the_office_head_and_the_proposer_urge(letter: Letter, cast: Cast, uid: str) -> None:
    urges(letter, uid)
    assert owed(cast) == ["wang"]


def test_whoever_proposed_may_even_when_the_post_is_anothers_now(letter: Letter, cast: Cast) -> None:
    from models.access import let_know
    from models.people import Role, RoleGrant, to_person

    with unit_of_work() as session:
        session.delete(session.get_one(RoleGrant, (cast.id("chen"), Role.OFFICE_HEAD)))
        let_know(session, letter.id, to_person(cast.id("chen")), at=now())
    urges(letter, "chen")
    assert owed(cast) == ["wang"]


@pytest.mark.parametrize("uid", ["wang", "zhou", "zhao", "sun", "he"])
def test_nobody_else_does(letter: Letter, uid: str) -> None:
    with untouched(), pytest.raises(NotYoursToUrge):
        urges(letter, uid)


def test_nobody_urges_himself_and_his_page_does_not_offer_it(cast: Cast, browser: People) -> None:
    paper = Letter(cast).arrives()
    with untouched(), pytest.raises(WaitsForYou, match="等的就是您"):
        urges(paper, "xu")  # it waits for the secretaries, and she is one
    assert 'id="act-urging"' not in browser("lin").opens(f"/documents/{paper.id}")
    paper.is_registered()
    with untouched(), pytest.raises(WaitsForYou):
        urges(paper, "chen")
    urges(paper, "lin")
    assert owed(cast) == ["chen"]


def test_not_more_often_than_the_policy_says_whoever_urges(letter: Letter) -> None:
    at = now()
    urges(letter, "lin", at=at)
    for uid, later in (("lin", timedelta(0)), ("chen", HOURS - timedelta(microseconds=1))):
        with untouched(), pytest.raises(UrgedLately, match=r"上次催办：\d+年\d+月\d+日 \d\d:\d\d"):
            urges(letter, uid, at=at + later)
    urges(letter, "chen", at=at + HOURS)
    with reading() as session:
        assert len(session.exec(select(Urging)).all()) == 2


def test_each_task_is_counted_for_itself(letter: Letter, cast: Cast) -> None:
    urges(letter, "lin")
    letter.is_signed("wang")
    urges(letter, "lin")  # 周明华's turn: another task
    assert letter.told.count("催办") == 2
    with reading() as session:
        assert [len(some) for some in urge.urgings(session, [waiting(letter)]).values()] == [1]


def test_never_after_the_task_is_done_and_never_a_task_of_another_case(letter: Letter, cast: Cast) -> None:
    task = waiting(letter)
    letter.is_signed("wang")
    with untouched(), pytest.raises(DoneAlready, match="“批示”已经办过"):
        urges(letter, "lin", task)
    other = Letter(cast).arrives()
    for unknown in (uuid4(), waiting(other)):
        with untouched(), pytest.raises(NotFound):
            urges(letter, "lin", unknown)


def test_a_letter_that_is_still_owed_is_dropped_when_the_task_is_done(letter: Letter) -> None:
    urges(letter, "lin")
    with reading() as session:
        mail = session.exec(select(Mail.id).where(Mail.kind == LetterKind.URGE)).one()
    letter.is_signed("wang")
    post.send(mail)
    assert mails() == []


@pytest.mark.parametrize("gone", [{"active": False}, {"clearance": Level.PUBLIC}])
def test_nobody_who_left_or_is_not_cleared_is_written_to(
    letter: Letter, cast: Cast, gone: dict[str, Any]
) -> None:
    letter.is_signed("wang")
    letter.is_signed("zhou")
    letter.is_handed_out(copy="")
    task = waiting(letter)
    change("sun", **gone)
    with untouched(), pytest.raises(NobodyToUrge, match="现在没有可催的人"):
        urges(letter, "chen", task)
    assert owed(cast) == []


def test_of_a_department_only_those_who_may_know_are_written_to(cast: Cast) -> None:
    paper = Letter(cast).arrives()
    paper.is_registered()
    paper.is_proposed(leaders=[cast.id("zhou")], readers=[])
    paper.is_signed("zhou")
    change("li", clearance=Level.PUBLIC)
    urges(paper, "lin")
    assert owed(cast) == ["zhao"]


def test_without_a_mail_address_the_page_still_counts_it(letter: Letter, cast: Cast, browser: People) -> None:
    change("wang", mail="")
    urges(letter, "lin")
    assert owed(cast) == []
    assert "已催1次" in browser("wang").opens(f"/documents/{letter.id}")


@pytest.mark.parametrize("said", ["", " \n ", "\u200b", "长" * 201])
def test_a_word_is_wanted_and_a_short_one(letter: Letter, said: str) -> None:
    with untouched(), pytest.raises(Malformed, match=r"请填写催办的话|催办的话最多200字"):
        urges(letter, "lin", said=said)


def test_odd_words_are_text_on_the_page(letter: Letter, browser: People) -> None:
    urges(letter, "lin", said="<img src=x onerror=alert(1)>𠮷\u202e快")
    page = browser("wang").opens(f"/documents/{letter.id}")
    assert "&lt;img src=x onerror=alert(1)&gt;𠮷快" in page


def test_the_refused_urging_stands_on_the_page_again(letter: Letter, browser: People) -> None:
    lin, task = browser("lin"), str(waiting(letter))
    with untouched():
        page = lin.posts(f"/documents/{letter.id}/urging", expect=422, task_id=task, words="长" * 201)
    assert "催办的话最多200字" in page
    assert "长" * 201 in page


def test_of_two_who_urge_at_once_one_does(app: Any, letter: Letter, cast: Cast) -> None:
    task = str(waiting(letter))

    def press(who: Browser) -> Callable[[], int]:
        sent_form = {"csrf": who.csrf, "task_id": task, "words": SAID}
        return lambda: who.client.post(f"/documents/{letter.id}/urging", data=sent_form).status_code

    people = [Browser(app, cast, uid) for uid in ("lin", "xu", "chen")]
    assert sorted(together(*(press(who) for who in people))) == [303, 409, 409]


def test_an_urging_makes_no_open_form_stale(letter: Letter, browser: People) -> None:
    """Whoever reads while somebody urges signs what he has read."""
    version = str(letter.now.line)
    urges(letter, "lin")
    sent_form = {"decision": "noted", "version": version}
    browser("wang").posts(f"/documents/{letter.id}/opinion", **sent_form)
