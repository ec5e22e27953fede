"""拟办·批示: who is proposed, who signs when, what 圈阅 means, and how a proposal goes back."""

from typing import Any

import pytest

from models import approve, rounds
from models.database import reading
from models.errors import Malformed
from models.people import Person
from models.rounds import Decision
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from models.values import ActionKind
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast, in_days
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """An 办件 that waits for the office head."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    return letter


def test_leaders_sign_one_after_the_other_in_the_order_proposed(letter: Letter, cast: Cast) -> None:
    letter.is_proposed(leaders=[cast.id("zhou"), cast.id("wang")])
    assert letter.waits_for == [("sign", "zhou")]
    with untouched(), pytest.raises(SomebodyElses, match="这项“批示”由他人办理"):
        letter.is_signed("wang")
    letter.is_signed("zhou")
    with untouched(), pytest.raises(NothingToDo, match="可能已经办过"):
        letter.is_signed("zhou")  # the second press
    letter.is_signed("wang")
    assert letter.stage is Stage.CIRCULATED
    with untouched(), pytest.raises(NothingToDo):
        letter.is_signed("wang")
    assert letter.told[:6] == ["签收", "登记", "拟办", "批示", "批示", "批示完毕"]


def test_an_action_document_needs_a_lead_a_leader_and_a_deadline(letter: Letter, cast: Cast) -> None:
    wang, zhou = cast.id("wang"), cast.id("zhou")
    refused: list[tuple[dict[str, Any], str]] = [
        ({"words": " "}, "请填写拟办意见"),
        ({"words": "拟" * 2001}, "拟办意见最多2000字，现有2001字"),
        ({"lead": None}, "应当明确一个主办部门"),
        ({"lead": "NOWHERE"}, "主办、协办须为本院部门"),
        ({"assistants": ["NOWHERE"]}, "主办、协办须为本院部门"),
        ({"assistants": ["YGK", "YGK"]}, "协办部门有重复"),
        ({"assistants": ["YWB"]}, "主办部门不能同时是协办部门"),
        ({"leaders": []}, "至少选择一位院领导"),
        ({"leaders": [wang, zhou, wang]}, "同一位领导只能批示一次"),
        ({"leaders": [cast.id("zhao")]}, "批示人须为在任院领导"),
        ({"readers": [cast.id("sun"), cast.id("sun")]}, "传阅人员有重复"),
        ({"readers": [letter.id]}, "传阅人员须为在职人员"),
        ({"due_at": None}, "应当明确办理时限"),
    ]
    for said, sentence in refused:
        with untouched(), pytest.raises(Malformed, match=sentence):
            letter.is_proposed(**said)
    letter.is_proposed(assistants=["YGK", "HLB"])


def test_a_paper_to_read_needs_readers_only(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered(action=ActionKind.READ)
    only_readers: dict[str, Any] = {"lead": None, "leaders": [], "due_at": None}
    with untouched(), pytest.raises(Malformed, match="阅知性公文应当确定传阅范围"):
        letter.is_proposed(**only_readers, readers=[])
    letter.is_proposed(**only_readers, readers=[cast.id("sun")])
    assert letter.stage is Stage.APPROVED


def test_who_left_is_neither_leader_nor_reader(letter: Letter, cast: Cast) -> None:
    for uid in ("zhou", "sun"):
        letter.act(lambda s, _d, uid=uid: setattr(s.get_one(Person, cast.id(uid)), "active", False))
    with pytest.raises(Malformed, match="在任院领导"):
        letter.is_proposed()
    with pytest.raises(Malformed, match="在职人员"):
        letter.is_proposed(leaders=[cast.id("wang")], readers=[cast.id("sun")])


def test_only_the_office_head_proposes_and_only_once(letter: Letter) -> None:
    for uid in ("lin", "wang", "zhao", "he", "gu"):
        with untouched(), pytest.raises(SomebodyElses, match="这项“拟办”由他人办理"):
            letter.is_proposed(by=uid)
    letter.is_proposed()
    with untouched(), pytest.raises(NothingToDo, match="现在没有待办的“拟办”"):
        letter.is_proposed()


def test_nothing_is_proposed_or_signed_before_its_time(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    with untouched(), pytest.raises(NothingToDo):
        letter.is_proposed()
    with untouched(), pytest.raises(NothingToDo):
        letter.is_signed("wang")


def test_an_instruction_has_words_and_a_circle_needs_none(letter: Letter) -> None:
    letter.is_proposed()
    with untouched(), pytest.raises(Malformed, match="请填写批示意见"):
        letter.is_signed("wang", "")
    with untouched(), pytest.raises(Malformed, match="批示意见最多2000字"):
        letter.is_signed("wang", "批" * 2001)
    letter.is_signed("wang", "", Decision.NOTED)
    letter.is_signed("zhou", "请医务部落实。")
    with reading() as session:
        proposal = approve.in_force(session, letter.id)
        signed = [(seat.decision, seat.words) for seat in approve.signed(session, proposal.id)]
    assert signed == [(Decision.NOTED, ""), (Decision.INSTRUCTED, "请医务部落实。")]
    assert letter.stage is Stage.CIRCULATED, "圈阅视为同意"


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        ((Decision.INSTRUCTED, Decision.INSTRUCTED), "zhou"),
        ((Decision.INSTRUCTED, Decision.NOTED), "wang"),  # zhou only circled his name
        ((Decision.NOTED, Decision.NOTED), "zhou"),
    ],
)
def test_the_result_goes_to_who_instructed_last(
    letter: Letter, cast: Cast, decisions: tuple[Decision, Decision], told: str
) -> None:
    letter.is_proposed()
    for uid, decision in zip(("wang", "zhou"), decisions, strict=True):
        letter.is_signed(uid, decision=decision)
    with reading() as session:
        assert approve.instructing_leader(session, letter.id) == cast.id(told)


def test_a_leader_sends_the_proposal_back_and_it_is_made_anew(letter: Letter, cast: Cast) -> None:
    letter.is_proposed()
    letter.is_signed("wang")
    with untouched(), pytest.raises(Malformed, match="请填写退回理由"):
        letter.is_sent_back("zhou", "")
    letter.is_sent_back("zhou", "主办部门应为院感科。")
    assert letter.stage is Stage.REGISTERED
    assert letter.waits_for == [("propose", "office-head")]
    with untouched(), pytest.raises(NothingToDo):
        letter.is_signed("zhou")
    letter.is_proposed(lead="YGK", leaders=[cast.id("zhou")])
    assert letter.waits_for == [("sign", "zhou")]
    letter.is_signed("zhou", "同意。")
    assert letter.waits_for == [("accept", "YGK")]
    with reading() as session:
        first, second = approve.proposals(session, letter.id)
        left = [seat.decision for seat in rounds.all_seats(session, first.id)]
    assert first.dropped_at is not None
    assert second.dropped_at is None
    assert left == [Decision.INSTRUCTED, Decision.SENT_BACK], "what was signed stays on the old proposal"
    assert letter.told[2:7] == ["拟办", "批示", "退回重拟", "拟办", "批示"]
    assert letter.ledger_holds()


def test_the_opinion_that_was_sent_back_stays_on_the_page(letter: Letter, browser: People) -> None:
    letter.is_proposed()
    letter.is_sent_back("wang", "主办部门应为院感科。")
    letter.is_proposed(lead="YGK", words="拟请院感科主办。")
    shown = browser("lin").opens(f"/documents/{letter.id}")
    assert shown.index("主办部门应为院感科。") < shown.index("拟请院感科主办。")


@pytest.mark.parametrize("second", ["opinion", "send-back"])
def test_of_two_presses_at_once_one_is_signed(app: Any, letter: Letter, cast: Cast, second: str) -> None:
    letter.is_proposed()
    phone, desk = Browser(app, cast, "wang"), Browser(app, cast, "wang")
    sent = {"decision": "instruct", "words": "同意。"}
    other = {"words": "请重拟。"} if second == "send-back" else sent
    place = f"/documents/{letter.id}"
    answers = together(
        lambda: phone.client.post(f"{place}/opinion", data={"csrf": phone.csrf} | sent).status_code,
        lambda: desk.client.post(f"{place}/{second}", data={"csrf": desk.csrf} | other).status_code,
    )
    assert sorted(answers) == [303, 409]
    engine_runs()
    assert letter.told[3:] in (["批示"], ["退回重拟"])
    assert letter.ledger_holds()


def test_an_opinion_for_an_older_version_is_refused_and_kept(letter: Letter, browser: People) -> None:
    letter.is_proposed()
    wang, place = browser("wang"), f"/documents/{letter.id}/opinion"
    with untouched():
        shown = wang.posts(place, expect=409, decision="instruct", words="同意，抓紧办。", version="2")
    assert "在您打开之后已有新的办理记录" in shown
    assert "同意，抓紧办。" in shown


def test_the_deadline_of_the_proposal_becomes_the_documents(letter: Letter) -> None:
    due = in_days(9)
    letter.is_proposed(due_at=due)
    assert letter.now.due_at == due
