"""会签: several at once, any one of them, a vote, one of a post; and what each of them owes."""

from typing import Any

import pytest

from api.countersign import quorum
from flows import lifecycle
from models.errors import DomainError, Malformed
from models.people import Person, to_person
from models.rounds import Decision, Mode, PlannedStep, Purpose
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.untouched import untouched


def countersigned_by(cast: Cast, *uids: str, **said: Any) -> PlannedStep:
    hats = [to_person(cast.id(uid)) for uid in uids]
    weights = {to_person(cast.id(uid)): votes for uid, votes in said.pop("weights", {}).items()}
    return PlannedStep(hats, Purpose.COUNTERSIGN, weights=weights, **said)


def proposed(cast: Cast, *first: PlannedStep, leaders: tuple[str, ...] = ("wang",), **said: Any) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered()
    ids = [cast.id(uid) for uid in leaders]
    letter.is_proposed(countersigns=list(first), leaders=ids, **said)
    return letter


def test_all_are_asked_at_once_and_the_leader_when_all_have_signed(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", "ma"))
    assert letter.waits_for == [(k, w) for k, w in [("countersign", u) for u in ("ma", "sun", "zhao")]]
    letter.is_countersigned("sun")
    with untouched(), pytest.raises(NothingToDo):
        letter.is_countersigned("sun")
    with untouched(), pytest.raises(DomainError):
        letter.is_signed("wang")
    letter.is_countersigned("ma", "防护物资不足，建议推迟。", Decision.AGAINST)
    assert letter.waits_for == [("countersign", "zhao")]
    letter.is_countersigned("zhao")
    assert letter.waits_for == [("sign", "wang")], "who is against says so, and holds nobody up"
    letter.is_signed("wang")
    assert letter.stage is Stage.CIRCULATED
    assert letter.told[2:8] == ["拟办", "会签", "会签", "会签", "批示", "批示完毕"]


def test_one_is_enough_and_the_others_are_let_off_with_the_reason(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", "ma", mode=Mode.ANY))
    letter.is_countersigned("ma", "不合适。", Decision.AGAINST)
    assert len(letter.waits_for) == 2, "one who is against does not answer for the others"
    letter.is_countersigned("sun")
    assert letter.waits_for == [("sign", "wang")]
    assert letter.seats[:3] == ["zhao 已有一人签署", "sun 同意", "ma 不同意"]
    assert letter.told[-1] == "略过"


def test_when_nobody_of_several_agrees_it_goes_back_to_the_office(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", mode=Mode.ANY))
    for uid in ("zhao", "sun"):
        letter.is_countersigned(uid, "不同意。", Decision.AGAINST)
    assert letter.waits_for == [("propose", "office-head")]


def test_a_vote_is_won_by_its_weight_and_ends_as_soon_as_it_is_decided(cast: Cast) -> None:
    step = countersigned_by(
        cast, "zhao", "sun", "ma", "qian", mode=Mode.VOTE, threshold=4, weights={"zhao": 3}
    )
    letter = proposed(cast, step)
    letter.is_countersigned("sun", "不同意。", Decision.AGAINST)
    letter.is_countersigned("zhao")
    assert len(letter.waits_for) == 2
    letter.is_countersigned("qian")
    assert letter.waits_for == [("sign", "wang")]
    assert "ma 票决已有结果" in letter.seats


def test_a_vote_that_cannot_be_won_any_more_goes_back_at_once(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", "ma", mode=Mode.VOTE, threshold=3))
    letter.is_countersigned("sun", "不同意。", Decision.AGAINST)
    assert letter.waits_for == [("propose", "office-head")]
    letter.ledger_holds()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"mode": Mode.VOTE, "threshold": 0}, "票决门槛应为1至2票"),
        ({"mode": Mode.VOTE, "threshold": 3}, "票决门槛应为1至2票"),
        ({"weights": {"sun": 0}}, "每人票数应为1至99"),
    ],
)
def test_a_vote_that_could_never_be_decided_is_not_begun(cast: Cast, said: Any, sentence: str) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    with untouched(), pytest.raises(Malformed, match=sentence):
        letter.is_proposed(countersigns=[countersigned_by(cast, "zhao", "sun", **said)])


def test_one_of_a_department_claims_it_and_may_put_it_back(cast: Cast) -> None:
    letter = proposed(cast, PlannedStep(["office:YWB"], Purpose.COUNTERSIGN))
    assert letter.waits_for == [("claim", "YWB")]
    with untouched(), pytest.raises(SomebodyElses):
        letter.is_claimed("sun")
    letter.is_claimed("zhao")
    assert letter.waits_for == [("countersign", "zhao")]
    letter.is_put_back("zhao")
    assert letter.waits_for == [("claim", "YWB")]
    letter.is_claimed("zhao")
    letter.is_countersigned("zhao")
    assert letter.waits_for == [("sign", "wang")]


def test_who_left_is_passed_over_with_the_reason_on_record(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun"))
    letter.act(lambda s, _d: setattr(s.get_one(Person, cast.id("sun")), "active", False))
    letter.is_countersigned("zhao")
    assert letter.waits_for == [("sign", "wang")]
    assert letter.seats == ["zhao 同意", "sun 已离任", "wang 待签"]


def test_silence_of_all_approves_nothing(cast: Cast) -> None:
    letter = proposed(cast, leaders=("wang", "zhou"))
    for uid in ("wang", "zhou"):
        letter.act(lambda s, _d, uid=uid: setattr(s.get_one(Person, cast.id(uid)), "active", False))
    lifecycle.carry(letter.id)
    engine_runs()
    assert letter.waits_for == [("propose", "office-head")]


def test_the_same_person_is_not_asked_twice_for_the_same(cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao"), countersigned_by(cast, "zhao", "sun"))
    letter.is_countersigned("zhao")
    assert letter.waits_for == [("countersign", "sun")]
    assert letter.seats[1] == "zhao 同一人已签"


def test_a_vote_without_a_number_needs_more_than_half(cast: Cast, browser: Any) -> None:
    assert [quorum(votes) for votes in (1, 2, 3, 4, 10)] == [1, 2, 2, 3, 6]
    letter = Letter(cast).arrives()
    letter.is_registered()
    plan = {"words": "拟请会签。", "lead": "YWB", "leaders": [str(cast.id("wang"))], "due_date": "2027-01-29"}
    asked = {"countersigners": [str(cast.id(uid)) for uid in ("zhao", "sun", "ma")], "mode": "vote"}
    browser("chen").posts(f"/documents/{letter.id}/proposal", **plan, **asked)
    engine_runs()
    letter.is_countersigned("zhao")
    assert len(letter.waits_for) == 2
    letter.is_countersigned("ma")
    assert letter.waits_for == [("sign", "wang")]
