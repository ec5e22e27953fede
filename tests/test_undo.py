"""撤销: for ten seconds, by whoever did it, once; what has left or was decided does not come back."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from gateways.clock import now
from models import outbox, second_thoughts, urge
from models.database import reading, unit_of_work
from models.errors import NotFound
from models.held_mail import Begun
from models.letters import Letter as Mail
from models.outbox import Errand, Topic
from models.people import find_uid
from models.rounds import PlannedStep, Purpose
from models.second_thoughts import LONGEST, SHOWN, NothingToUndo, What
from tests.drawn import registered
from tests.mailing import at_once
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.sending import board, distributed
from tests.stages.test_countersign import proposed
from tests.stages.test_urge import SAID, owed, urges, waiting
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

BUTTON = re.compile(r'name="thought_id" value="([^"]+)">\s*<button[^>]*>([^<]+)<')


@pytest.fixture(autouse=True)
def mails_leave_at_any_hour(data_dir: Path) -> Iterator[None]:
    """At night an urging waits for the morning, and can be called back until then."""
    with at_once(data_dir):
        yield


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Proposed by 陈志远, waiting for 王建国's 批示."""
    one = Letter(cast).arrives()
    one.is_registered()
    one.is_proposed()
    return one


def button(page: str) -> tuple[str, str]:
    """What the page offers to undo, and the word on it."""
    ((thought, word),) = BUTTON.findall(page)
    return thought, word


def undone(who: Browser, page: str, expect: int = 303) -> str:
    return who.posts("/account/undoing", expect=expect, thought_id=button(page)[0])


def leaving() -> list[Errand]:
    with reading() as session:
        return list(session.exec(select(Errand).where(Errand.topic == Topic.LETTER, Errand.done_at == None)))  # noqa: E711


def test_an_urging_is_called_back_while_its_mail_is_here(browser: People, letter: Letter, cast: Cast) -> None:
    lin, place = browser("lin"), f"/documents/{letter.id}"
    before = len(leaving())
    page = lin.opens(lin.posts(f"{place}/urging", task_id=str(waiting(letter)), words=SAID))
    assert button(page)[1] == "撤销催办"
    assert 'name="thought_id"' not in lin.opens(place)
    assert undone(lin, page) == f"{place}?done=undone"
    assert "已撤销。" in lin.opens(f"{place}?done=undone")
    assert len(leaving()) == before
    assert letter.told[-2:] == ["催办", "撤销催办"]
    assert "已催1次" not in browser("wang").opens(place)
    assert letter.ledger_holds()
    with untouched():
        assert "没有可以撤销的" in undone(lin, page, expect=409)
    urges(letter, "lin")
    assert owed(cast) == ["wang"]


def test_no_mail_leaves_before_the_button_does(letter: Letter) -> None:
    before = {one.id for one in leaving()}
    at = now()
    urges(letter, "lin", at=at)
    (held,) = [one for one in leaving() if one.id not in before]
    assert held.due_at > at + SHOWN


def test_what_is_being_sent_stays_sent(browser: People, letter: Letter) -> None:
    lin = browser("lin")
    page = lin.opens(lin.posts(f"/documents/{letter.id}/urging", task_id=str(waiting(letter)), words=SAID))
    with unit_of_work() as session:
        outbox.claim(session, "a clerk", [Topic.LETTER], at=now() + LONGEST, lease=LONGEST, most=100)
    with untouched():
        assert str(Begun().said) in undone(lin, page, expect=409)
    assert letter.told[-1] == "催办"


def test_several_that_were_urged_together_are_called_back_together(browser: People, cast: Cast) -> None:
    one, two = registered(cast), registered(cast, doc_number="江卫〔2026〕2号")
    lin = browser("lin")
    sent = {"act": "urging", "ids": [str(one.id), str(two.id)], "sure": "yes", "words": "今天下班前请办。"}
    report = lin.posts("/desk/bulk", expect=200, **sent)
    assert undone(lin, report) == "/?done=undone"
    assert [paper.told[-1] for paper in (one, two)] == ["撤销催办"] * 2
    assert "已办 2 件" in lin.posts("/desk/bulk", expect=200, **sent)


def test_departments_are_as_if_they_had_not_been_chased(browser: People, cast: Cast) -> None:
    letter, lin = registered(cast), browser("lin")
    distributed(letter, "YWB", "YGK")
    page = lin.opens(lin.posts(f"/documents/{letter.id}/chasing"))
    assert button(page)[1] == "撤销催收"
    undone(lin, page)
    assert {(one.chases, one.chased_at) for one in board(letter).values()} == {(0, None)}
    lin.posts(f"/documents/{letter.id}/chasing")


def test_what_was_claimed_may_be_claimed_by_another(browser: People, cast: Cast) -> None:
    letter = proposed(cast, PlannedStep(["office:YWB"], Purpose.COUNTERSIGN))
    zhao = browser("zhao")
    place = zhao.posts(f"/documents/{letter.id}/claim")
    engine_runs()
    page = zhao.opens(place)
    assert undone(zhao, page) == f"/documents/{letter.id}?done=undone"
    assert letter.told[-1] == "放回"


def test_ones_own_settings_come_back(browser: People) -> None:
    wang = browser("wang")
    phrases = wang.calls("GET", "/account/phrases")
    page = wang.opens(wang.posts("/account/phrases/removal", words=phrases[0]))
    assert undone(wang, page) == "/account?done=undone#phrases"
    assert wang.calls("GET", "/account/phrases") == phrases
    page = wang.opens(wang.posts("/account/keys", keys="no"))
    undone(wang, page)
    assert "单键快捷键已打开" in wang.opens("/account")
    undone(wang, wang.opens(wang.posts("/account/mail", told="1")))
    assert 'name="news" value="1" checked' in wang.opens("/account")
    named = wang.calls("POST", "/desk/filters", expect=201, json={"name": "特急", "urgency": "urgent"})
    page = wang.opens(wang.posts(f"/desk/filters/{named['id']}/name", name="加急"))
    assert button(page)[1] == "撤销改名"
    undone(wang, page)
    assert [one["name"] for one in wang.calls("GET", "/desk/filters")] == ["特急"]


def test_a_program_asks_what_can_be_undone_and_undoes_it(browser: People) -> None:
    wang, zhou = browser("wang"), browser("zhou")
    assert wang.calls("GET", "/account/undoing") is None
    wang.calls("POST", "/account/keys", json={"keys": False})
    told = wang.calls("GET", "/account/undoing")
    assert told["what"] == "keys"
    with untouched():
        zhou.calls("POST", "/account/undoing", expect=409, json={"thought_id": told["thought_id"]})
    wang.calls("POST", "/account/undoing", json={"thought_id": told["thought_id"]})
    assert wang.calls("GET", "/account/undoing") is None


def test_it_is_shown_for_ten_seconds_and_refused_after_a_minute(cast: Cast) -> None:
    at = now()
    with unit_of_work() as session:
        kept = second_thoughts.note(session, What.KEYS, {"keys": True}, by=cast.wang, at=at)
    with unit_of_work() as session:
        assert second_thoughts.fresh(session, cast.wang, at=at + SHOWN)
        assert second_thoughts.fresh(session, cast.wang, at=at + SHOWN + timedelta(seconds=1)) is None
        with pytest.raises(NothingToUndo):
            second_thoughts.take(session, kept.id, by=cast.wang, at=at + LONGEST + timedelta(seconds=1))
        assert second_thoughts.take(session, kept.id, by=cast.wang, at=at + LONGEST).told == {"keys": True}


def test_only_who_urged_calls_back(letter: Letter, cast: Cast) -> None:
    urges(letter, "lin")
    with reading() as session:
        (urging,) = session.exec(select(urge.Urging)).all()
    by = letter.who("chen")
    with untouched(), pytest.raises(NotFound):
        letter.act(lambda s, d: urge.withdraw(s, d, urging.id, by=by, at=now()))
    with reading() as session:
        mine = session.exec(select(Mail).where(Mail.person_id == find_uid(session, "wang").id)).all()
    assert all(one.dropped_at is None for one in mine)
