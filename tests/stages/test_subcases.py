"""子事项: named people answer in order or at once; the parent waits for them, and is never touched by a return."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from models import access
from models.addressees import CannotBeSent
from models.assignments import AnsweredAlready, CompletedAlready, NotAssigned
from models.database import reading
from models.errors import Malformed, NotFound
from models.letters import LetterKind
from models.office_hours import office_hours
from models.subcases import OpenSubCases, SubCase
from models.subwork import ClosedAlready, NotTheLead, NotYourSubCase
from models.tasks import NothingToDo, SomebodyElses
from tests.casework import MONDAY, due_of, is_uncleared, mails
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


@pytest.fixture
def accepted(letter: Letter) -> Letter:
    letter.is_accepted("zhao")
    letter.is_handed_on("lin", of="YGK")
    letter.is_accepted("ma")
    letter.is_assisted("ma")
    return letter


def test_people_are_asked_all_at_once_and_the_last_answer_closes_it(accepted: Letter) -> None:
    accepted.asks("sun", "qian")
    assert accepted.waits_for == [("answer", "qian"), ("answer", "sun"), ("complete", "YWB")]
    assert accepted.is_settled()
    accepted.is_answered_by("qian")
    with untouched(), pytest.raises(OpenSubCases, match="还有1个子事项没有办结") as refused:
        accepted.is_completed("zhao")
    assert "床位" not in str(refused.value), "how many, and not what about"
    accepted.is_answered_by("sun")
    assert accepted.waits_for == [("complete", "YWB")]
    assert accepted.told[-2:] == ["答复子事项", "子事项办结"]
    assert mails(LetterKind.SUBCASES_CLOSED) == {"zhao", "li"}, "it can report completion now"
    accepted.is_completed("zhao")
    assert accepted.ledger_holds()


def test_the_lead_hears_of_it_once_all_of_them_are_closed(accepted: Letter) -> None:
    accepted.asks("sun")
    accepted.asks("qian")
    accepted.is_answered_by("sun")
    assert mails(LetterKind.SUBCASES_CLOSED) == set()
    accepted.is_answered_by("qian")
    assert mails(LetterKind.SUBCASES_CLOSED) == {"zhao", "li"}


def test_people_are_asked_one_after_the_other(accepted: Letter, cast: Cast) -> None:
    accepted.asks("sun", "qian", in_order=True)
    assert ("answer", "qian") not in accepted.waits_for
    with reading() as session:
        assert not session.get(access.Knower, (accepted.id, f"person:{cast.id('qian')}")), (
            "not before his turn"
        )
    with untouched(), pytest.raises(SomebodyElses, match="这项“答复子事项”由他人办理"):
        accepted.is_answered_by("qian")
    accepted.is_answered_by("sun")
    assert accepted.waits_for == [("answer", "qian"), ("complete", "YWB")]
    with untouched(), pytest.raises(Malformed, match="请填写答复"):
        accepted.is_answered_by("qian", " ")
    accepted.is_answered_by("qian")
    assert accepted.waits_for == [("complete", "YWB")]


def test_not_my_business_touches_the_sub_case_and_never_the_parent(accepted: Letter) -> None:
    sub = accepted.asks("sun", "qian", in_order=True)
    stage, due = accepted.stage, accepted.now.due_at
    accepted.is_answered_by("sun", "不归我办。", returned=True)
    assert accepted.waits_for == [("answer", "qian"), ("complete", "YWB")], "the next is asked"
    assert mails(LetterKind.SUBCASE_RETURNED) == {"zhao", "li"}
    accepted.is_answered_by("qian")
    assert accepted.waits_for == [("complete", "YWB")]
    assert (accepted.stage, accepted.now.due_at) == (stage, due)
    with untouched(), pytest.raises(OpenSubCases):
        accepted.is_completed("zhao")  # what was returned is not answered
    accepted.is_asked_no_more(sub, "li")
    accepted.is_completed("zhao")
    assert accepted.is_settled()


def test_its_opener_ends_it_with_a_reason(accepted: Letter) -> None:
    sub = accepted.asks("sun", "qian", by="li")
    for uid in ("sun", "lin", "ma", "chen"):
        with untouched(), pytest.raises(NotYourSubCase, match="由设立的人或主办部门终止"):
            accepted.is_asked_no_more(sub, uid)
    with untouched(), pytest.raises(Malformed, match="请填写终止理由"):
        accepted.is_asked_no_more(sub, why="")
    with untouched(), pytest.raises(NotFound):
        accepted.is_asked_no_more(uuid4())
    accepted.is_asked_no_more(sub, "li")
    assert accepted.waits_for == [("complete", "YWB")]
    with untouched(), pytest.raises(ClosedAlready):
        accepted.is_asked_no_more(sub)
    with untouched(), pytest.raises(NothingToDo):
        accepted.is_answered_by("sun")


def test_who_asks_whom_until_when(accepted: Letter, cast: Cast) -> None:
    refused: list[tuple[dict[str, Any], tuple[str, ...], type[Exception], str]] = [
        ({"by": "ma"}, ("sun",), AnsweredAlready, "已反馈"),
        ({"by": "lin"}, ("sun",), NotAssigned, "不由您所在部门承办"),
        ({}, (), Malformed, "请选择1至20位答复人"),
        ({}, ("sun", "sun"), Malformed, "答复人有重复"),
        ({}, ("gu",), CannotBeSent, "是管理员，不接触公文"),
        ({"days": 30}, ("sun",), Malformed, "且不晚于主办时限"),
        ({"days": -1}, ("sun",), Malformed, "应晚于现在"),
        ({"matter": ""}, ("sun",), Malformed, "请填写子事项内容"),
    ]
    for said, uids, kind, sentence in refused:
        with untouched(), pytest.raises(kind, match=sentence):
            accepted.asks(*uids, **said)
    is_uncleared(accepted, cast, "sun")
    with untouched(), pytest.raises(CannotBeSent, match="未获准接触"):
        accepted.asks("sun")
    accepted.is_completed("zhao")
    with untouched(), pytest.raises(CompletedAlready):
        accepted.asks("qian")


def test_an_assistant_opens_none(letter: Letter) -> None:
    letter.is_accepted("qian")
    with untouched(), pytest.raises(NotTheLead, match="子事项由主办部门设立"):
        letter.asks("sun", by="qian")


def test_an_ended_sub_case_takes_no_answer_even_before_the_engine_looked(
    accepted: Letter, browser: People
) -> None:
    sub, place, sun = accepted.asks("sun"), f"/documents/{accepted.id}", browser("sun")
    about = accepted.about("answer")
    browser("zhao").posts(f"{place}/sub-case-closure", sub_case_id=str(sub), words="另行了解。")
    with untouched():
        sun.posts(f"{place}/answer", expect=409, answer_id=str(about), words="床位数无误。")


def test_a_sub_case_goes_along_with_a_hand_over(accepted: Letter) -> None:
    accepted.asks("sun")
    accepted.is_handed_on("zhao", office="YGK")
    accepted.is_accepted("qian")
    assert ("answer", "sun") in accepted.waits_for
    with untouched(), pytest.raises(OpenSubCases):
        accepted.is_completed("qian")
    accepted.is_answered_by("sun")
    accepted.is_completed("qian")


def test_a_sub_case_rests_with_its_parent_and_ends_with_it(accepted: Letter) -> None:
    accepted.asks("sun", days=3)
    due = due_of(accepted, "answer")
    assert due
    accepted.is_suspended(at=MONDAY)
    assert accepted.waits_for == [("resume", "secretary")]
    accepted.is_resumed(at=MONDAY + timedelta(hours=1))
    assert due_of(accepted, "answer") == office_hours().after(due, timedelta(hours=1))
    accepted.is_closed_specially()
    with reading() as session:
        [sub] = session.exec(select(SubCase)).all()
    assert sub.why == "特殊办结"
    assert accepted.waits_for == [("acknowledge", "zhou"), ("archive", "archivist")]
