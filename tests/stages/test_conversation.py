"""交流: said among those who may see the case; never edited, withdrawn for two minutes, marked as new, no ledger line."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from gateways.clock import now
from models import conversation
from models.conversation import (
    ConversationOver,
    Look,
    Remark,
    SomebodyElseSaidIt,
    TooLateToWithdraw,
    WithdrawnAlready,
)
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import Malformed, NotFound
from models.letters import Letter as Mail
from models.stages import Stage
from tests.lists import approves, is_listed, watches
from tests.office import Letter
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched

MINUTE = timedelta(minutes=1)


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Waiting for 王建国's 批示: 林晓梅, 陈志远 and he know of it."""
    one = Letter(cast).arrives()
    one.is_registered()
    one.is_proposed()
    return one


def says(letter: Letter, uid: str, words: str = "请问附件在哪里？", at: datetime | None = None) -> UUID:
    by = letter.who(uid)
    return letter.act(lambda s, d: conversation.say(s, d, words, by=by, at=at or now()).id)


def takes_back(letter: Letter, uid: str, remark: UUID, at: datetime | None = None) -> None:
    by = letter.who(uid)
    letter.act(lambda s, d: conversation.withdraw(s, d, remark, by=by, at=at or now()))


def said(letter: Letter) -> list[str]:
    with reading() as session:
        return [one.words for one in conversation.remarks(session, letter.now)]


def put_at(letter: Letter, stage: Stage) -> None:
    with unit_of_work() as session:
        session.get_one(Document, letter.id).stage = stage


def test_what_is_said_is_read_by_everybody_who_knows_of_the_case_and_by_nobody_else(
    letter: Letter, browser: People
) -> None:
    place = f"/documents/{letter.id}"
    before, mails = letter.told, _mails()
    assert browser("wang").posts(f"{place}/remark", words="请问附件2在哪里？") == f"{place}?done=remark"
    for uid in ("lin", "chen", "wang"):
        assert "请问附件2在哪里？" in browser(uid).opens(place)
    for uid in ("sun", "ma", "gu"):
        browser(uid).posts(f"{place}/remark", expect=404, words="我也想知道。")
        browser(uid).calls("GET", f"{place}/remarks", expect=404)
    assert said(letter) == ["请问附件2在哪里？"]
    assert (letter.told, _mails()) == (before, mails)
    assert letter.ledger_holds()


def _mails() -> int:
    with reading() as session:
        return len(session.exec(select(Mail)).all())


def test_a_program_says_reads_and_takes_back_the_same(letter: Letter, browser: People) -> None:
    place, wang, chen = f"/documents/{letter.id}", browser("wang"), browser("chen")
    wang.calls("POST", f"{place}/remark", json={"words": "附件在哪里？", "version": 1})
    (one,) = chen.calls("GET", f"{place}/remarks")
    assert (one["by"], one["words"], one["new"], one["withdrawn_at"]) == (
        "王建国",
        "附件在哪里？",
        True,
        None,
    )
    chen.calls("POST", f"{place}/remark-withdrawal", expect=403, json={"remark_id": one["id"]})
    wang.calls("POST", f"{place}/remark-withdrawal", json={"remark_id": one["id"]})
    (one,) = chen.calls("GET", f"{place}/remarks")
    assert (one["words"], one["new"], one["withdrawn_at"] is None) == ("", False, False)
    refused = wang.calls("POST", f"{place}/remark", expect=422, json={"words": "长" * 2001})
    assert refused["errors"] == {"words": "交流内容最多2000字，现有2001字。"}


def test_a_remark_written_while_others_act_is_not_refused_as_stale(letter: Letter, browser: People) -> None:
    place, version = f"/documents/{letter.id}", letter.now.line
    letter.is_signed("wang")
    browser("chen").posts(f"{place}/remark", words="已看到。", version=str(version))
    assert said(letter) == ["已看到。"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("  两行\r\n\t第二行  ", "两行\n 第二行"),
        ("𠮷田👨‍👩‍👧请看", "𠮷田👨👩👧请看"),  # the joiners are invisible formatting and go
        ("\u202e倒着写\u2066", "倒着写"),
        ("e\u0301tude\x00\x0b", "étude"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("长" * 2000, "长" * 2000),
    ],
)
def test_what_is_kept_is_what_can_be_printed(letter: Letter, browser: People, words: str, kept: str) -> None:
    browser("wang").posts(f"/documents/{letter.id}/remark", words=words)
    assert said(letter) == [kept]
    assert "<script>alert" not in browser("lin").opens(f"/documents/{letter.id}")


@pytest.mark.parametrize("words", ["", " \n\t ", "\u200b\u202e", "长" * 2001])
def test_nothing_and_too_much_are_refused_and_nothing_is_lost(letter: Letter, words: str) -> None:
    with untouched(), pytest.raises(Malformed, match=r"请填写交流内容|交流内容最多2000字，现有2001字"):
        says(letter, "wang", words)


def test_the_refused_remark_stands_on_the_page_again(letter: Letter, browser: People) -> None:
    wang = browser("wang")
    with untouched():
        page = wang.posts(f"/documents/{letter.id}/remark", expect=422, words="长" * 2001)
    assert "交流内容最多2000字，现有2001字" in page
    assert "长" * 2001 in page


def test_its_author_takes_it_back_within_two_minutes_and_it_leaves_a_trace(
    letter: Letter, browser: People
) -> None:
    remark = says(letter, "wang", "说错了")
    page = browser("wang").opens(f"/documents/{letter.id}")
    assert f'name="remark_id" value="{remark}"' in page
    assert str(remark) not in browser("chen").opens(f"/documents/{letter.id}")
    browser("wang").posts(f"/documents/{letter.id}/remark-withdrawal", remark_id=str(remark))
    page = browser("lin").opens(f"/documents/{letter.id}")
    assert "已撤回" in page
    assert "说错了" not in page
    assert said(letter) == [""]
    with untouched(), pytest.raises(WithdrawnAlready):
        takes_back(letter, "wang", remark)


def test_who_may_not_take_it_back(letter: Letter, cast: Cast) -> None:
    at = now()
    remark = says(letter, "wang", at=at)
    with untouched(), pytest.raises(SomebodyElseSaidIt):
        takes_back(letter, "lin", remark)
    with untouched(), pytest.raises(TooLateToWithdraw, match="只能在2分钟内撤回"):
        takes_back(letter, "wang", remark, at + 2 * MINUTE + timedelta(microseconds=1))
    other = Letter(cast).arrives()
    for unknown in (uuid4(), says(other, "lin")):
        with untouched(), pytest.raises(NotFound):
            takes_back(letter, "lin", unknown)
    takes_back(letter, "wang", remark, at + 2 * MINUTE)
    assert said(letter) == [""]


@pytest.mark.parametrize("stage", [Stage.ARCHIVED, Stage.RETURNED])
def test_a_closed_case_is_read_and_nothing_is_added(letter: Letter, browser: People, stage: Stage) -> None:
    remark = says(letter, "wang", "归档前说的话")
    put_at(letter, stage)
    page = browser("wang").opens(f"/documents/{letter.id}")
    assert "归档前说的话" in page
    assert 'action="/documents/' not in page.partition("归档前说的话")[2].partition("</details>")[0]
    with untouched(), pytest.raises(ConversationOver, match=f"{stage.label}，交流已经结束"):
        says(letter, "wang")
    with untouched(), pytest.raises(ConversationOver):
        takes_back(letter, "wang", remark)
    browser("wang").posts(f"/documents/{letter.id}/remark", expect=409, words="还想说")


def test_with_the_content_the_conversation_is_gone(cast: Cast, browser: People) -> None:
    paper = old_paper(cast)
    with unit_of_work() as session:
        remark = Remark(document_id=paper.id, by=cast.id("lin"), at=now(), words="机密讨论")
        session.add(remark)
    place, lin = f"/documents/{paper.id}", browser("lin")
    assert "机密讨论" in lin.opens(place)
    order = is_listed(cast, paper)
    approves(cast, order)
    watches(cast, order, "sun")
    watches(cast, order, "ma")
    assert (paper.stage, said(paper)) == (Stage.DESTROYED, [])
    assert "机密讨论" not in lin.opens(place)
    assert lin.calls("GET", f"{place}/remarks") == []
    with untouched(), pytest.raises(NotFound):
        takes_back(paper, "lin", remark.id)
    with reading() as session:
        assert session.get_one(Remark, remark.id).words == ""


# -- what is new ------------------------------------------------------------------------------------------


def new_for(letter: Letter, uid: str, at: datetime) -> list[str]:
    with reading() as session:
        by = letter.who(uid)
        look = conversation.last_look(session, letter.now, by)
        every = conversation.remarks(session, letter.now)
        return [one.words for one in every if conversation.is_new(one, look, by, at)]


def looks(letter: Letter, uid: str, at: datetime) -> None:
    with unit_of_work() as session:
        conversation.looked(session, letter.id, by=letter.who(uid), at=at)


def test_new_is_what_others_said_since_my_last_look(letter: Letter) -> None:
    at = now()
    says(letter, "wang", "一", at)
    says(letter, "lin", "我自己说的", at)
    assert new_for(letter, "lin", at) == ["一"]
    looks(letter, "lin", at + MINUTE)
    assert new_for(letter, "lin", at + 3 * MINUTE) == []
    says(letter, "chen", "二", at + 2 * MINUTE)
    assert new_for(letter, "lin", at + 3 * MINUTE) == ["二"]
    assert new_for(letter, "wang", at + 3 * MINUTE) == ["我自己说的", "二"]


def test_a_page_that_refreshes_itself_leaves_the_marks(letter: Letter) -> None:
    at = now()
    says(letter, "wang", "一", at)
    for seconds in (1, 2, 30):
        looks(letter, "lin", at + timedelta(seconds=seconds))
        assert new_for(letter, "lin", at + timedelta(seconds=seconds)) == ["一"]
    says(letter, "wang", "二", at + timedelta(seconds=40))
    looks(letter, "lin", at + timedelta(seconds=50))
    assert new_for(letter, "lin", at + timedelta(seconds=51)) == ["一", "二"]
    assert new_for(letter, "lin", at + timedelta(seconds=111)) == []


def test_what_was_withdrawn_is_not_new(letter: Letter) -> None:
    takes_back(letter, "wang", says(letter, "wang"))
    assert new_for(letter, "lin", now()) == []


def test_opening_the_page_is_a_look_and_writes_only_when_something_is_new(
    letter: Letter, browser: People, cast: Cast
) -> None:
    says(letter, "wang", "请核对页数")
    lin = browser("lin")
    assert '<span class="tag">新</span>' in lin.opens(f"/documents/{letter.id}")
    with reading() as session:
        first = session.get_one(Look, (letter.id, cast.id("lin"))).at
    lin.opens(f"/documents/{letter.id}")
    with reading() as session:
        assert session.get_one(Look, (letter.id, cast.id("lin"))).at == first
    browser("wang").opens(f"/documents/{letter.id}")
    with reading() as session:
        assert session.get(Look, (letter.id, cast.id("wang"))) is None


def test_two_windows_opened_at_once_are_one_look(app: Any, letter: Letter, cast: Cast) -> None:
    says(letter, "wang")
    together(*(lambda: looks(letter, "lin", now()) for _ in range(4)))
    with reading() as session:
        assert len(session.exec(select(Look)).all()) == 1
