"""转办: who owes changes, the number of those who owe does not; paper goes through the registry."""

from uuid import uuid4

import pytest

from gateways.clock import now
from models import hand_over, readings
from models.addressees import CannotBeSent, NoSuchAddressee
from models.assignments import NotAssigned
from models.database import reading
from models.errors import Malformed
from models.hand_over import DoneAlready, NoReadingOfYours, NotYoursToHandOver
from models.letters import LetterKind
from models.stages import Stage
from tests.casework import is_uncleared, mails, why_of
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.stages.test_circulate import circulating, holder
from tests.stages.test_extensions import asks_for_time, lead
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


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


def test_who_is_not_cleared_any_more_is_not_told(letter: Letter, cast: Cast) -> None:
    is_uncleared(letter, cast, "li")
    letter.is_handed_on("lin")
    assert mails(LetterKind.HANDED_OVER) == {"zhao"}


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
