"""主协办·转办·子事项: who owes changes hands, never in number; the parent waits for whom it asked."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from gateways.clock import now
from models import access, assignments, hand_over, ledger, readings, subcases
from models.addressees import CannotBeSent, NoSuchAddressee
from models.assignments import AnsweredAlready, Assignment, CompletedAlready, NotAssigned
from models.database import reading
from models.errors import Malformed, NotFound
from models.hand_over import DoneAlready, NoReadingOfYours, NotYoursToHandOver
from models.letters import LetterKind
from models.people import Person
from models.stages import Stage
from models.subcases import OpenSubCases, SubCase
from models.subwork import ClosedAlready, NotTheLead, NotYourSubCase
from models.suspend import later
from models.tasks import NothingToDo, SomebodyElses
from models.values import Level
from tests.office import Letter, engine_runs
from tests.personas import Cast, in_days
from tests.stages.test_circulate import circulating, holder
from tests.stages.test_extensions import asks_for_time, lead
from tests.stages.test_steering import MONDAY, due_of, mails
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """An 办件 that 医务部 carries out with the help of 院感科."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed(assistants=["YGK"])
    letter.is_signed("wang")
    letter.is_signed("zhou")
    return letter


def why_of(letter: Letter, move: str) -> str:
    """What the ledger says beside the newest line of this word."""
    with reading() as session:
        return next(
            one.why for one in reversed(ledger.lines_of(session, letter.id)) if one.move.label == move
        )


def is_uncleared(letter: Letter, cast: Cast, uid: str) -> None:
    letter.act(lambda s, _d: setattr(s.get_one(Person, cast.id(uid)), "clearance", Level.PUBLIC))


# -- 主协办 -------------------------------------------------------------------------------------------------


def test_an_assistant_answers_and_only_the_lead_reports(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_accepted("qian")
    assert letter.waits_for == [("assist", "YGK"), ("complete", "YWB")]
    with untouched(), pytest.raises(SomebodyElses, match="这项“承办”由他人办理"):
        letter.is_completed("qian")
    with untouched(), pytest.raises(SomebodyElses, match="这项“协办”由他人办理"):
        letter.is_assisted("zhao")
    with untouched(), pytest.raises(Malformed, match="请填写协办意见"):
        letter.is_assisted(words=" ")
    letter.is_assisted("qian")
    assert letter.waits_for == [("complete", "YWB")]
    assert (letter.told[-1], why_of(letter, "协办反馈")) == ("协办反馈", "院感科")
    with untouched(), pytest.raises(NothingToDo):
        letter.is_assisted("qian")
    with untouched(), pytest.raises(AnsweredAlready, match="本部门已反馈协办意见"):
        letter.is_reported("qian")
    letter.is_completed("zhao", without="")
    assert why_of(letter, "报告办结") == ""
    assert letter.is_settled()


@pytest.mark.parametrize("accepted", [True, False])
def test_without_an_assistant_it_takes_a_word_why_and_the_ledger_says_who_was_missing(
    letter: Letter, accepted: bool
) -> None:
    letter.is_accepted("zhao")
    if accepted:
        letter.is_accepted("qian")
    with untouched(), pytest.raises(Malformed, match="院感科尚未反馈协办意见；先行办结的，请说明原因"):
        letter.is_completed("zhao", without=" ")
    letter.is_completed("zhao", without="院感科的材料下月补报。")
    assert letter.waits_for == [("review", "secretary")], "and the assistant is asked no more"
    assert why_of(letter, "报告办结") == "院感科未反馈"
    assert lead(letter).without == "院感科的材料下月补报。"
    letter.is_redone()
    assert letter.waits_for == [("assist" if accepted else "accept", "YGK"), ("complete", "YWB")]
    assert letter.is_settled()


def test_an_answer_after_the_report_comes_too_late_even_before_the_engine_looked(
    letter: Letter, browser: People
) -> None:
    letter.is_accepted("zhao")
    letter.is_accepted("qian")
    place, qian = f"/documents/{letter.id}", browser("qian")
    browser("zhao").posts(f"{place}/completion", words="已办结。", without="下月补报。")
    with untouched():
        qian.posts(f"{place}/assistance", expect=409, words="已完成培训。")


# -- 转办 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize("by", ["zhao", "lin"])
def test_the_lead_goes_to_another_department_and_the_number_of_those_who_owe_stays(
    letter: Letter, accepted: bool, by: str
) -> None:
    if accepted:
        letter.is_accepted("zhao")
    before, due = lead(letter), lead(letter).due_at
    letter.is_handed_on(by)
    assert letter.waits_for == [("accept", "XXZ"), ("accept", "YGK")]
    assert (lead(letter).number, lead(letter).due_at, lead(letter).told_to) == (
        before.number,
        due,
        before.told_to,
    )
    assert mails(LetterKind.HANDED_OVER) == {"zhao", "li"}, "the old department is told"
    assert why_of(letter, "转办") == "医务部转信息中心"
    with untouched(), pytest.raises(NotAssigned):
        letter.is_reported("zhao")
    letter.is_accepted("ma")
    assert letter.is_settled()
    letter.is_completed("ma")
    letter.is_closed()
    assert letter.stage is Stage.SUPERVISED
    assert letter.ledger_holds()


def test_an_assistants_part_may_go_to_another_too(letter: Letter) -> None:
    letter.is_handed_on("qian", of="YGK")
    assert letter.waits_for == [("accept", "XXZ"), ("accept", "YWB")]


def test_who_hands_over_what_to_whom(letter: Letter, cast: Cast) -> None:
    letter.is_accepted("zhao")
    for uid in ("li", "qian", "chen", "wang"):
        with untouched(), pytest.raises(NotYoursToHandOver, match="由承办部门的负责人或机要秘书办理"):
            letter.is_handed_on(uid)
    for office in ("YGK", "YWB"):
        with untouched(), pytest.raises(Malformed, match="转给它会使承办部门减少"):
            letter.is_handed_on(office=office)
    with untouched(), pytest.raises(NoSuchAddressee):
        letter.is_handed_on(office="NIX")
    with untouched(), pytest.raises(CannotBeSent, match="护理部没有在任的负责人或承办人"):
        letter.is_handed_on(office="HLB")
    with untouched(), pytest.raises(Malformed, match="请填写转办理由"):
        letter.is_handed_on(why="")
    with untouched(), pytest.raises(Malformed, match="请选择要转办的承办部门"):
        letter.act(lambda s, d: hand_over.hand_over(s, d, uuid4(), "XXZ", "误。", by=cast.lin, at=now()))
    is_uncleared(letter, cast, "ma")
    with untouched(), pytest.raises(CannotBeSent, match="未获准接触"):
        letter.is_handed_on()
    letter.is_completed("zhao")
    with untouched(), pytest.raises(DoneAlready, match="不能再转办"):
        letter.is_handed_on("lin", office="DAS")


def test_a_request_for_time_ends_with_the_hand_over(letter: Letter) -> None:
    letter.is_accepted("zhao")
    asked = asks_for_time(letter)
    letter.is_handed_on()
    assert letter.waits_for == [("accept", "XXZ"), ("accept", "YGK")]
    with reading() as session:
        assert session.get_one(type(asked), asked.id).answer == "已转办，由新的承办部门另行申请"
    letter.is_accepted("ma")
    asks_for_time(letter, "ma")


def test_what_was_handed_over_cannot_be_accepted_any_more_even_before_the_engine_looked(
    letter: Letter, browser: People, cast: Cast
) -> None:
    place, zhao = f"/documents/{letter.id}", browser("zhao")
    old = lead(letter).id
    browser("lin").posts(f"{place}/assignment-hand-over", assignment_id=str(old), office="XXZ", words="误。")
    with untouched():
        zhao.posts(f"{place}/acceptance", expect=409)
    engine_runs()
    assert letter.waits_for == [("accept", "XXZ"), ("accept", "YGK")]


def test_a_reader_hands_his_turn_to_a_colleague_and_the_paper_goes_through_the_registry(cast: Cast) -> None:
    letter = circulating(cast, "wang", "sun")
    letter.is_handed_out()
    letter.is_read_by_another("wang", "ma")
    assert letter.waits_for == [("hand-out", "secretary"), ("take-back", "secretary")]
    assert (holder(letter), why_of(letter, "转办")) == ("wang", "第1位：王建国转马强")
    with untouched(), pytest.raises(readings.AllOut):
        letter.is_handed_out(copy="")
    letter.is_taken_back()
    letter.is_handed_out(copy="")
    assert letter.waits_for == [("read", "ma")]
    letter.is_read("ma")
    letter.is_taken_back()
    letter.is_handed_out(copy="")
    letter.is_read("sun")
    letter.is_taken_back()
    assert (letter.stage, holder(letter)) == (Stage.SUPERVISED, "registry")
    assert letter.ledger_holds()


def test_who_may_take_a_turn_to_read(cast: Cast) -> None:
    letter = circulating(cast, "wang", "sun", on_paper=False)
    with untouched(), pytest.raises(NoReadingOfYours, match="没有待您阅签的传阅"):
        letter.is_read_by_another("zhao", "ma")
    with untouched(), pytest.raises(Malformed, match="孙丽已在传阅名单中"):
        letter.is_read_by_another("wang", "sun")
    with untouched(), pytest.raises(CannotBeSent, match="是管理员，不接触公文"):
        letter.is_read_by_another("wang", "gu")
    is_uncleared(letter, cast, "ma")
    with untouched(), pytest.raises(CannotBeSent, match="未获准接触"):
        letter.is_read_by_another("wang", "ma")
    letter.is_read_by_another("wang", "zhao")
    assert letter.waits_for == [("read", "zhao")]
    assert letter.is_settled()
    letter.is_read("zhao")
    with untouched(), pytest.raises(NoReadingOfYours):
        letter.is_read_by_another("zhao", "qian")


# -- 子事项 -------------------------------------------------------------------------------------------------


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
    accepted.is_completed("zhao")
    assert accepted.ledger_holds()


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
    accepted.is_resumed(at=MONDAY + (in_days(2) - in_days(0)))
    assert due_of(accepted, "answer") == later(due, 2)
    accepted.is_closed_specially()
    with reading() as session:
        [sub] = session.exec(select(SubCase)).all()
    assert sub.why == "特殊办结"
    assert accepted.waits_for == [("acknowledge", "zhou"), ("archive", "archivist")]


# -- the page ----------------------------------------------------------------------------------------------


def of_lead(letter: Letter) -> UUID:
    return lead(letter).id


def test_each_is_done_on_the_page_and_told_there(letter: Letter, cast: Cast, browser: People) -> None:
    place, zhao, qian, sun = f"/documents/{letter.id}", browser("zhao"), browser("qian"), browser("sun")
    zhao.posts(f"{place}/acceptance")
    engine_runs()
    asks = {"matter": "请核对床位数。", "due_date": f"{in_days(3):%Y-%m-%d}", "mode": "together"}
    people = [str(cast.id("sun")), str(cast.id("ma"))]
    assert "应晚于现在" in zhao.posts(
        f"{place}/sub-case", expect=422, people=people, **asks | {"due_date": "2020-01-01"}
    )
    zhao.posts(f"{place}/sub-case", people=people, **asks)
    qian.posts(f"{place}/acceptance")
    engine_runs()
    page = zhao.opens(place)
    assert "院感科（未反馈）" in page
    assert "待孙丽、马强答复" in page
    assert "院感科尚未反馈协办意见" in page
    qian.posts(f"{place}/assistance", words="已完成培训。")
    about = {one.rank: str(one.id) for one in asked_of(letter)}
    sun.posts(f"{place}/answer", answer_id=about[1], words="床位数无误。")
    browser("ma").posts(f"{place}/answer-return", answer_id=about[2], words="不归我办。")
    engine_runs()
    page = zhao.opens(place)
    for told in ("院感科（已反馈）", "已完成培训。", "床位数无误。", "不归我办。"):
        assert told in page
    assert "还有1个子事项没有办结" in zhao.posts(f"{place}/completion", expect=409, words="已办结。")
    zhao.posts(
        f"{place}/sub-case-closure", sub_case_id=str(asked_of(letter)[0].sub_case_id), words="另行了解。"
    )
    zhao.posts(
        f"{place}/assignment-hand-over", assignment_id=str(of_lead(letter)), office="XXZ", words="属信息化。"
    )
    engine_runs()
    page = zhao.opens(place)
    assert "医务部 转 信息中心：属信息化。" in page
    assert "前次承办" in page


def asked_of(letter: Letter) -> list[subcases.Answer]:
    with reading() as session:
        [sub] = subcases.of_document(session, letter.id)
        return subcases.answers(session, sub.id)


def test_a_turn_to_read_is_handed_over_on_the_page(cast: Cast, browser: People) -> None:
    letter = circulating(cast, "sun")
    letter.is_handed_out()
    place, sun = f"/documents/{letter.id}", browser("sun")
    assert "不得横传" in sun.opens(place)
    sun.posts(f"{place}/reading-hand-over", expect=422, colleague=str(cast.id("sun")), words="外出。")
    sun.posts(f"{place}/reading-hand-over", colleague=str(cast.id("ma")), words="外出。")
    engine_runs()
    assert "转交马强：外出。" in browser("lin").opens(place)


def test_it_may_come_back_and_two_departments_owe_all_the_while(letter: Letter) -> None:
    letter.is_handed_on()
    letter.is_handed_on("lin", office="YWB")
    with reading() as session:
        now_ = assignments.assignments(session, letter.id)
        every = session.exec(select(Assignment).where(Assignment.document_id == letter.id)).all()
    assert [one.office_code for one in now_] == ["YWB", "YGK"]
    assert len(every) == 4
