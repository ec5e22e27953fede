"""What goes wrong elsewhere, tried here: returns from a countersign, recalls, added and dropped signers, jumps."""

import pytest

from config.policy import policy
from flows import lifecycle
from gateways.clock import now
from models import approve, ledger
from models.database import reading
from models.errors import Malformed, NotYours
from models.people import Person
from models.recall import NothingToRecall, TooLate
from models.relocate import NoSuchPlace
from models.rounds import Decision, Mode
from models.signers import LastSignature, LentOnce, NoSignature, NotYourSigner, Where
from models.stages import Stage
from models.tasks import NothingToDo
from tests.office import Letter
from tests.personas import Cast
from tests.stages.test_countersign import countersigned_by, proposed
from tests.standing_in import delegates
from tests.untouched import untouched


def settled(letter: Letter) -> list[tuple[str, str]]:
    """What the letter waits for, and that looking again changes nothing."""
    before = letter.waits_for, letter.now.line
    lifecycle.carry(letter.id)
    assert (letter.waits_for, letter.now.line) == before
    assert letter.ledger_holds()
    return before[0]


# -- 退回 --------------------------------------------------------------------------------------------------


def test_a_return_from_a_countersign_never_loses_the_task(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", "ma"))
    letter.is_countersigned("sun")
    letter.goes_back("ma", "主办部门不对。")
    assert settled(letter) == [("propose", "office-head")], "closed for the others, owed by the office head"
    with untouched(), pytest.raises(NothingToDo):
        letter.is_countersigned("zhao")
    letter.is_proposed(leaders=[cast.id("wang")])
    assert settled(letter) == [("sign", "wang")]


def test_a_return_goes_back_and_not_forward(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun"), leaders=("wang", "zhou"))
    letter.is_countersigned("zhao")
    letter.is_countersigned("sun")
    letter.is_signed("wang")
    letter.goes_back("zhou", "请护理部再看。", to_rank=1)
    assert settled(letter) == [("countersign", "sun"), ("countersign", "zhao")]
    for uid in ("zhao", "sun"):
        letter.is_countersigned(uid, "已复核。")
    assert settled(letter) == [("sign", "wang")], "everybody in between is asked again"
    with untouched(), pytest.raises(Malformed, match="只能退回本环节之前的环节"):
        letter.goes_back("wang", to_rank=3)


def test_where_the_policy_keeps_the_others_a_return_waits_for_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = policy().model_copy(update={"routing": policy().routing.model_copy(update={"on_return": "keep"})})
    monkeypatch.setattr(approve, "policy", lambda: kept)
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun"))
    letter.goes_back("zhao", "主办部门不对。")
    assert settled(letter) == [("countersign", "sun")]
    letter.is_countersigned("sun")
    assert settled(letter) == [("propose", "office-head")]


# -- 收回 --------------------------------------------------------------------------------------------------


def test_a_recall_before_the_next_has_opened_it_leaves_one_task(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_signed("wang", "请医务部办理。")
    letter.is_recalled("wang")
    assert settled(letter) == [("sign", "wang")]
    assert letter.seats == ["wang 收回", "wang 待签", "zhou 待签"]
    letter.is_signed("wang", "请院感科办理。")
    assert settled(letter) == [("sign", "zhou")]


def test_a_recall_after_the_next_has_opened_it_is_too_late(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_signed("wang")
    letter.is_opened("zhou")
    with untouched(), pytest.raises(TooLate, match="下一环节已经打开"):
        letter.is_recalled("wang")
    with untouched(), pytest.raises(NothingToRecall):
        letter.is_recalled("zhao")


def test_the_last_signature_comes_back_from_the_next_stage(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang",))
    letter.is_signed("wang")
    assert letter.stage is Stage.CIRCULATED
    letter.is_recalled("wang")
    assert (letter.stage, settled(letter)) == (Stage.REGISTERED, [("sign", "wang")])
    letter.is_signed("wang")
    letter.is_accepted("zhao")
    with untouched(), pytest.raises(TooLate):
        letter.is_recalled("wang")


def test_a_recalled_vote_is_open_again_for_everybody(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", mode=Mode.ANY))
    letter.is_countersigned("zhao")
    letter.is_recalled("zhao")
    assert settled(letter) == [("countersign", "sun"), ("countersign", "zhao")]


def test_a_proposal_comes_back_unless_a_leader_has_seen_it(cast: Cast) -> None:
    letter = proposed(cast)
    letter.is_recalled("chen")
    assert settled(letter) == [("propose", "office-head")]
    letter.is_proposed(leaders=[cast.id("wang")])
    letter.is_opened("wang")
    with untouched(), pytest.raises(TooLate):
        letter.is_recalled("chen")


# -- 加减签 ------------------------------------------------------------------------------------------------


def test_a_signer_added_before_me_is_asked_first_and_i_am_asked_again(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.gets_signers("wang", "qian", where=Where.BEFORE)
    assert settled(letter) == [("countersign", "qian")]
    letter.is_countersigned("qian")
    assert settled(letter) == [("sign", "wang")]


def test_a_signer_added_beside_or_after_me(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang",))
    letter.gets_signers("wang", "qian", "ma", where=Where.AFTER)
    letter.is_signed("wang")
    assert settled(letter) == [("countersign", "ma"), ("countersign", "qian")]
    letter.gets_signers("qian", "sun")
    assert len(settled(letter)) == 3
    with untouched(), pytest.raises(Malformed, match="孙丽已在签批人员中"):
        letter.gets_signers("ma", "sun")


def test_how_many_sign_never_changes_silently(cast: Cast) -> None:
    step = countersigned_by(cast, "zhao", "sun", "ma", mode=Mode.VOTE, threshold=2)
    letter = proposed(cast, step)
    letter.gets_signers("zhao", "qian")
    assert "待签4人→5人，票决门槛仍为2票" in last_line(letter)
    letter.loses_signer("zhao", "qian")
    assert "待签5人→4人，票决门槛仍为2票" in last_line(letter)


def test_only_who_added_a_signer_or_the_office_head_drops_one(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun"))
    with untouched(), pytest.raises(NotYourSigner):
        letter.loses_signer("zhao", "sun")
    letter.loses_signer("chen", "sun")
    letter.loses_signer("chen", "zhao")
    with untouched(), pytest.raises(LastSignature, match="最后一个待签席位"):
        letter.loses_signer("chen", "wang")
    letter.is_signed("wang")
    with untouched(), pytest.raises(NoSignature):
        letter.act(
            lambda s, d: __import__("models.signers").signers.drop(
                s, d, letter.id, "x", by=cast.chen, at=now()
            )
        )


def test_who_left_or_is_not_there_is_not_added(cast: Cast) -> None:
    letter = proposed(cast)
    letter.act(lambda s, _d: setattr(s.get_one(Person, cast.id("sun")), "active", False))
    with untouched(), pytest.raises(Malformed, match="孙丽已离任，请另选人员"):
        letter.gets_signers("wang", "sun")


# -- 转办·重定位 --------------------------------------------------------------------------------------------


def test_a_signature_handed_over_is_owed_once_by_the_other(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_handed_over("wang", "ma")
    assert settled(letter) == [("sign", "ma")]
    with untouched(), pytest.raises(NothingToDo):
        letter.is_signed("wang")
    letter.is_signed("ma", "同意。")
    assert settled(letter) == [("sign", "zhou")]
    assert letter.seats == ["wang 转办", "ma 批示", "zhou 待签"]


def test_the_office_head_puts_it_at_an_earlier_or_a_later_step(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao"), leaders=("wang", "zhou"))
    letter.is_relocated("step-3")
    assert settled(letter) == [("sign", "zhou")]
    assert letter.seats == ["zhao 重定位", "wang 重定位", "zhou 待签"]
    letter.is_relocated("step-1")
    assert settled(letter) == [("countersign", "zhao")]
    with untouched(), pytest.raises(NotYours, match="此事由办公室主任办理"):
        letter.is_relocated("step-2", by="wang")
    with untouched(), pytest.raises(NoSuchPlace):
        letter.is_relocated("step-9")


def test_the_office_head_puts_it_at_another_stage(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang",))
    letter.is_relocated("undertake")
    assert (letter.stage, settled(letter)) == (Stage.CIRCULATED, [("accept", "YWB")])
    letter.is_relocated("propose")
    assert (letter.stage, settled(letter)) == (Stage.REGISTERED, [("propose", "office-head")])


def test_an_opinion_given_before_a_return_stays_on_record(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_signed("wang", "请核实数据。", Decision.INSTRUCTED)
    letter.goes_back("zhou", "请王院长再看。", to_rank=1)
    assert letter.seats == ["wang 退回环节", "wang 待签", "zhou 退回环节", "zhou 待签"]


def last_line(letter: Letter) -> str:
    with reading() as session:
        return ledger.lines_of(session, letter.id)[-1].why


def test_who_signs_in_anothers_place_passes_it_to_nobody(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang", "zhou"))
    delegates(cast, "wang", "qian")
    with untouched(), pytest.raises(LentOnce, match="请委托人本人转办"):
        letter.is_handed_over("qian for wang", "ma")
    letter.is_signed("qian for wang")
    assert settled(letter) == [("sign", "zhou")]


def test_an_administrator_is_given_no_paper(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    for said in ({"countersigns": [countersigned_by(cast, "gu")]}, {"readers": [cast.id("gu")]}):
        with untouched(), pytest.raises(Malformed, match="三员不办文件"):
            letter.is_proposed(**said)
    letter.is_proposed()
    for verb in (lambda: letter.gets_signers("wang", "gu"), lambda: letter.is_handed_over("wang", "gu")):
        with untouched(), pytest.raises(Malformed, match="顾安系三员，不办文件"):
            verb()
