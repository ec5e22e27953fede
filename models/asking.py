"""轮到谁: what the engine does with the step whose turn it is, before anybody is asked."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from config.policy import policy
from models import approve, clock_watch, deadlines, fitness, ledger, letters, rounds, seating
from models.approve import Proposal
from models.document import Document
from models.people import Role, to_role
from models.rounds import Mode, Outcome, Seat, Step
from models.stages import Move
from models.tasks import Owed, TaskKind

SAME_PERSON = "同一人已签"
ENOUGH = {Mode.EACH: "已签毕", Mode.ANY: "已有一人签署", Mode.VOTE: "票决已有结果"}


def step_in_turn(session: Session, document: Document, proposal: Proposal, *, at: datetime) -> Step | None:
    """The first step that still owes a signature, after skips and expiries; None when the round is over.

    Raises nothing and asks nobody: what it finds passed or failed, it writes down.
    """
    for step in rounds.steps(session, proposal.id):
        _skip_who_cannot(session, document, proposal, step, at)
        _mark_turn(session, step, at)
        _expire(session, document, step, at)
        placed = rounds.seats(session, step.id)
        match rounds.outcome(step, placed):
            case Outcome.OPEN | Outcome.FAILED:
                return step
            case Outcome.PASSED:
                rest = [seat for seat in placed if seat.waits]
                skip(session, document, step, rest, ENOUGH[step.mode], at=at)
    return None


def skip(
    session: Session, document: Document, step: Step, some: Iterable[Seat], why: str, *, at: datetime
) -> None:
    """Owed no more, with the reason; one ledger line however many they are."""
    if many := seating.let_off(session, some, why, at=at):
        told = f"第{step.rank}环节{many}人：{why}"
        ledger.move(session, document, Move.SKIP, by=ledger.ENGINE, at=at, why=told)


def pass_over(session: Session, document: Document, step: Step, *, at: datetime) -> None:
    """The office head put the document beyond this step: whoever has not signed is not asked any more."""
    step.passed_over_at = at
    session.add(step)
    waiting = [seat for seat in rounds.seats(session, step.id) if seat.waits]
    skip(session, document, step, waiting, "重定位", at=at)


def owed_in(session: Session, step: Step) -> list[Owed]:
    """Every signature that this step still owes; a role's until somebody claims it."""
    return [
        Owed(
            approve.ASKED[step.purpose] if seat.is_claimed else TaskKind.CLAIM,
            seat.hat,
            seat.id,
            sign_by(seat),
        )
        for seat in rounds.seats(session, step.id)
        if seat.waits
    ]


def sign_by(seat: Seat) -> datetime | None:
    """Counted from the moment it became this seat's turn."""
    return deadlines.due(seat.asked_at, policy().deadlines.signing) if seat.asked_at else None


def nobody_signed(session: Session, proposal: Proposal) -> bool:
    """Every signature was skipped: silence approves nothing."""
    return bool(rounds.steps(session, proposal.id)) and not approve.signed(session, proposal.id)


def fail(session: Session, document: Document, step: Step, *, at: datetime) -> None:
    """A vote that cannot be won, or a return that waited for the others: back it goes."""
    placed = rounds.seats(session, step.id)
    returned = next((seat for seat in placed if seat.decision is rounds.Decision.SENT_BACK), None)
    skip(session, document, step, [s for s in placed if s.waits], ENOUGH[step.mode], at=at)
    if returned:
        approve.carry_back(session, document, step, returned, by=ledger.ENGINE, at=at)
        return
    approve.drop(session, session.get_one(Proposal, step.proposal_id), at=at)
    agreed = sum(seat.weight for seat in placed if seat.decision in rounds.CONSENT)
    why = f"票决未通过（赞成{agreed}票，需{step.threshold}票）" if step.mode is Mode.VOTE else "无人同意"
    ledger.move(session, document, Move.SEND_BACK, by=ledger.ENGINE, at=at, why=why)


def _skip_who_cannot(
    session: Session, document: Document, proposal: Proposal, step: Step, at: datetime
) -> None:
    waiting = [seat for seat in rounds.seats(session, step.id) if seat.waits]
    given = {seat.hat for seat in _given_before(session, proposal, step)}
    for seat in waiting:
        why = SAME_PERSON if seat.hat in given else fitness.obstacle(session, seat.hat, document, at=at)
        if why:
            skip(session, document, step, [seat], why, at=at)


def _given_before(session: Session, proposal: Proposal, step: Step) -> list[Seat]:
    """What the same people signed in an earlier step of the same purpose."""
    earlier = {
        one.id
        for one in rounds.steps(session, proposal.id)
        if one.rank < step.rank and one.purpose is step.purpose
    }
    return [seat for seat in approve.signed(session, proposal.id) if seat.step_id in earlier]


def _mark_turn(session: Session, step: Step, at: datetime) -> None:
    for seat in rounds.seats(session, step.id):
        if seat.waits and seat.asked_at is None:
            seat.asked_at = at
            session.add(seat)


def _expire(session: Session, document: Document, step: Step, at: datetime) -> None:
    """逾期: what the policy wants to happen when a signature has been owed too long; never taken as consent."""
    rule = policy().routing.expiry
    if not rule.days or clock_watch.in_doubt(session):
        return
    for seat in rounds.seats(session, step.id):
        due = sign_by(seat)
        if not seat.waits or seat.expired_at or due is None or at <= deadlines.due(due, rule.days):
            continue
        seat.expired_at = at
        session.add(seat)
        ledger.move(session, document, Move.EXPIRE, by=ledger.ENGINE, at=at, why=rule.label)
        if rule.then == "skip":
            skip(session, document, step, [seat], f"逾期{rule.days}个工作日未签", at=at)
        else:
            letters.tell(session, to_role(Role.OFFICE_HEAD), "expired", document.id, at=at)
