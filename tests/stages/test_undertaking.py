"""主协办: assistants answer, only the lead reports; and every page of carrying out together."""

from uuid import UUID

import pytest
from sqlmodel import select

from models import assignments, subcases
from models.assignments import AnsweredAlready, Assignment
from models.database import reading
from models.errors import Malformed
from models.tasks import NothingToDo, SomebodyElses
from tests.casework import why_of
from tests.office import Letter, engine_runs
from tests.personas import Cast, in_days
from tests.stages.test_circulate import circulating
from tests.stages.test_extensions import lead
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


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
