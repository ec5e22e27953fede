"""承办·督办: accepted, reported, prolonged in time, completed, reviewed on seven points, told to the leader."""

from typing import Any

import pytest

from config.policy import policy
from gateways.clock import now
from models import approve, assignments, supervise
from models.assignments import NotAssigned
from models.database import reading
from models.errors import Malformed
from models.ledger import WrongStage
from models.people import Person
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_extensions import asks_for_time, lead
from tests.together import together
from tests.untouched import untouched

POINTS = list(policy().review.points)


def test_lead_and_assistant_accept_and_the_lead_carries_it_out(letter: Letter, cast: Cast) -> None:
    assert letter.waits_for == [("accept", "YGK"), ("accept", "YWB")]
    letter.is_accepted("zhao", cast.id("li"))
    assert letter.waits_for == [("accept", "YGK"), ("complete", "YWB")]
    letter.is_accepted("qian")
    assert letter.waits_for == [("assist", "YGK"), ("complete", "YWB")], "the assistant owes no report"
    letter.is_reported("li", 30)
    letter.is_reported("qian", 100, "院感培训已完成。")
    letter.is_completed("li")
    assert letter.waits_for == [("review", "secretary")]
    assert lead(letter).number == f"督〔{now().year}〕1号"
    assert lead(letter).handler_id == cast.id("li")


def test_only_the_department_accepts_and_once(letter: Letter, cast: Cast) -> None:
    for uid in ("sun", "ma", "lin", "wang", "gu"):
        with untouched(), pytest.raises(SomebodyElses, match="这项“承办签收”由他人办理"):
            letter.is_accepted(uid)
    letter.is_accepted("zhao")
    with untouched(), pytest.raises(NothingToDo):
        letter.is_accepted("zhao")
    assert lead(letter).handler_id == cast.id("zhao"), "who names nobody does it"


def test_the_handler_is_somebody_of_the_department_who_can_act(letter: Letter, cast: Cast) -> None:
    for stranger in (cast.id("qian"), cast.id("sun"), letter.id):
        with untouched(), pytest.raises(Malformed, match="承办人须为本部门负责人或承办人"):
            letter.is_accepted("zhao", stranger)
    letter.act(lambda s, _d: setattr(s.get_one(Person, cast.id("li")), "active", False))
    with untouched(), pytest.raises(Malformed, match="承办人须为"):
        letter.is_accepted("zhao", cast.id("li"))


def test_progress_is_told_by_who_accepted_it(letter: Letter) -> None:
    with untouched(), pytest.raises(NotAssigned, match="不由您所在部门承办，或本部门尚未签收"):
        letter.is_reported("zhao")
    letter.is_accepted("zhao")
    for uid in ("ma", "lin", "qian"):
        with untouched(), pytest.raises(NotAssigned):
            letter.is_reported(uid)
    for percent in (-1, 101):
        with untouched(), pytest.raises(Malformed, match="进度应为0至100"):
            letter.is_reported("zhao", percent)
    with untouched(), pytest.raises(Malformed, match="请填写办理情况"):
        letter.is_reported("zhao", 10, " ")
    with untouched(), pytest.raises(Malformed, match="办理情况最多2000字"):
        letter.is_reported("zhao", 10, "办" * 2001)
    for percent in (10, 60, 40):
        letter.is_reported("zhao", percent)
    with reading() as session:
        assert [one.percent for one in assignments.reports(session, lead(letter).id)] == [10, 60, 40]


def test_completion_says_what_was_done(letter: Letter) -> None:
    with untouched(), pytest.raises(NothingToDo):
        letter.is_completed("zhao")  # not accepted yet
    letter.is_accepted("zhao")
    with untouched(), pytest.raises(SomebodyElses, match="这项“承办”由他人办理"):
        letter.is_completed("qian")
    with untouched(), pytest.raises(Malformed, match="请填写办理结果"):
        letter.is_completed("zhao", "")
    with untouched(), pytest.raises(Malformed, match="办理结果最多2000字"):
        letter.is_completed("zhao", "果" * 2001)
    letter.is_completed("zhao")
    with untouched(), pytest.raises(NothingToDo):
        letter.is_completed("zhao")


def test_a_poor_result_is_done_again(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_completed("zhao", "已办。")
    with untouched(), pytest.raises(Malformed, match="请填写退回理由"):
        letter.is_redone(why="")
    with untouched(), pytest.raises(SomebodyElses):
        letter.is_redone("zhao")
    letter.is_redone(why="请附各科室培训记录。")
    assert letter.stage is Stage.CIRCULATED
    assert ("complete", "YWB") in letter.waits_for
    assert lead(letter).review == "请附各科室培训记录。"
    letter.is_reported("zhao", 90)
    letter.is_completed("zhao", "培训记录已附。")
    letter.is_closed()
    assert letter.stage is Stage.SUPERVISED
    assert letter.ledger_holds()


def test_all_seven_points_are_reviewed(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_completed("zhao")

    def closes(points: list[str], words: str = "", by: str = "lin") -> None:
        letter.act(lambda s, d: supervise.close(s, d, points, words, by=letter.who(by), at=now()))

    assert len(POINTS) == 7
    for points in ([], POINTS[:6], [*POINTS[:6], "差不多"], [*POINTS, "差不多"]):
        with untouched(), pytest.raises(Malformed, match="办结审核七项须逐项通过方可销号"):
            closes(points)
    with untouched(), pytest.raises(Malformed, match="审核意见最多500字"):
        closes(POINTS, "审" * 501)
    for uid in ("zhao", "chen", "zhou"):
        with untouched(), pytest.raises(SomebodyElses, match="这项“办结审核”由他人办理"):
            closes(POINTS, by=uid)
    closes(POINTS[::-1] + POINTS[:1], "办理到位。")
    assert lead(letter).points == POINTS
    assert lead(letter).review == "办理到位。"
    with untouched(), pytest.raises(NothingToDo):
        closes(POINTS)
    with untouched(), pytest.raises(WrongStage, match="现为“待归档”，不能反馈进展"):
        letter.is_reported("zhao")
    with untouched(), pytest.raises(WrongStage, match="不能申请延期"):
        asks_for_time(letter)


def test_the_leader_who_instructed_is_told_and_says_so(letter: Letter, cast: Cast) -> None:
    with reading() as session:
        assert approve.instructing_leader(session, letter.id) == cast.id("zhou")
    letter.is_accepted("zhao")
    letter.is_completed("zhao")
    letter.is_closed()
    assert ("acknowledge", "zhou") in letter.waits_for
    with untouched(), pytest.raises(SomebodyElses):
        letter.is_acknowledged("wang")
    letter.is_acknowledged("zhou")
    with untouched(), pytest.raises(NothingToDo):
        letter.is_acknowledged("zhou")
    assert letter.waits_for == [("archive", "archivist")]


def test_the_leader_may_acknowledge_after_the_filing(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_completed("zhao")
    letter.is_closed()
    letter.is_filed()
    assert letter.waits_for == [("acknowledge", "zhou")]
    letter.is_acknowledged("zhou")
    assert letter.told[-2:] == ["归档", "知悉办结"]
    assert letter.ledger_holds()


@pytest.mark.parametrize(
    ("act", "sent"),
    [("closure", {"checks": POINTS}), ("redo", {"words": "请补充。"}), ("acceptance", {})],
)
def test_two_at_once_and_one_of_them_did_it(
    app: Any, letter: Letter, cast: Cast, act: str, sent: dict[str, Any]
) -> None:
    people = ("zhao", "li") if act == "acceptance" else ("lin", "xu")
    if act != "acceptance":
        letter.is_accepted("zhao")
        letter.is_completed("zhao")
    before = len(letter.told)
    pressing = [Browser(app, cast, uid) for uid in people]
    acts = [
        lambda who=who: (
            who.client.post(f"/documents/{letter.id}/{act}", data={"csrf": who.csrf} | sent).status_code
        )
        for who in pressing
    ]
    assert sorted(together(*acts)) == [303, 409]
    assert len(letter.told) == before + 1
    assert letter.ledger_holds()
