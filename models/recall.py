"""收回: an act is taken back, as long as nobody has opened what came of it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _
from models import approve, asking, assignments, inbox, ledger, readings, rounds, seating
from models.approve import Proposal
from models.document import Document
from models.errors import NotNow
from models.people import Me
from models.rounds import Seat, Step
from models.stages import GOING, Move, Stage


class TooLate(NotNow):
    def __init__(self, document: Document) -> None:
        super().__init__(_("{document}的下一环节已经打开或办理，不能收回。", document=document.label))


class NothingToRecall(NotNow):
    def __init__(self) -> None:
        super().__init__(_("您在此件上没有可以收回的办理。"))


def recall(session: Session, document: Document, *, by: Me, at: datetime) -> None:
    """Take back my latest signature, or the proposal I made.  Raises NothingToRecall, TooLate."""
    proposal = approve.in_force(session, document.id)
    if proposal is None:
        raise NothingToRecall()
    if seat := my_last(session, proposal, by.id):
        _take_back_signature(session, document, proposal, seat, by, at)
    elif proposal.by == by.id:
        _take_back_proposal(session, document, proposal, by, at)
    else:
        raise NothingToRecall()


def can_recall(session: Session, document: Document, by: Me) -> bool:
    """Whether a page should offer it."""
    proposal = approve.in_force(session, document.id)
    if proposal is None or document.stage not in GOING or document.suspended_until:
        return False
    seat = my_last(session, proposal, by.id)
    if seat:
        return not _went_on(session, document, session.get_one(Step, seat.step_id))
    return proposal.by == by.id and _is_fresh(session, document, proposal)


def my_last(session: Session, proposal: Proposal, person_id: UUID) -> Seat | None:
    """The newest signature of this person that counts."""
    mine = [seat for seat in approve.signed(session, proposal.id) if seat.signer_id == person_id]
    return max(mine, key=lambda seat: (seat.signed_at is not None, seat.signed_at), default=None)


def _take_back_signature(
    session: Session, document: Document, proposal: Proposal, seat: Seat, by: Me, at: datetime
) -> None:
    step = session.get_one(Step, seat.step_id)
    if _went_on(session, document, step):
        raise TooLate(document)
    seating.again(session, seat, "收回", at=at)
    for other in rounds.seats(session, step.id):
        if other.skipped_why in asking.ENOUGH.values():  # the others are asked again
            seating.again(session, other, "收回", at=at)
    seating.turn_comes_later(session, proposal.id, step.rank + 1)
    ledger.move(session, document, Move.RECALL, by=by, at=at, why=f"第{step.rank}环节签署")


def _take_back_proposal(
    session: Session, document: Document, proposal: Proposal, by: Me, at: datetime
) -> None:
    if not _is_fresh(session, document, proposal):
        raise TooLate(document)
    approve.drop(session, proposal, at=at)
    ledger.move(session, document, Move.RECALL, by=by, at=at, why="拟办意见")


def _went_on(session: Session, document: Document, step: Step) -> bool:
    """Somebody after this step has opened it or acted."""
    if document.stage not in GOING:
        return True
    later = [one for one in rounds.steps(session, step.proposal_id) if one.rank > step.rank]
    if any(seat.decision for one in later for seat in rounds.seats(session, one.id)):
        return True
    if document.stage is not Stage.REGISTERED and _work_began(session, document.id):
        return True
    here = {seat.id for seat in rounds.seats(session, step.id)}
    return _is_opened(session, document, but=here)


def _work_began(session: Session, document_id: UUID) -> bool:
    read = any(one.out_at or one.read_at for one in readings.readings(session, document_id))
    return read or any(one.accepted_at for one in assignments.assignments(session, document_id))


def _is_fresh(session: Session, document: Document, proposal: Proposal) -> bool:
    """Nobody has done or seen anything of what was proposed."""
    acted = any(seat.decision or seat.dropped_at for seat in rounds.all_seats(session, proposal.id))
    return document.stage is Stage.REGISTERED and not acted and not _is_opened(session, document)


def _is_opened(session: Session, document: Document, but: Collection[UUID] = ()) -> bool:
    """By somebody whom the document came to; who was sent a copy or owes a receipt holds no act back."""
    waiting = [task for task in inbox.open_tasks(session, document.id) if task.kind not in inbox.GOES_ON]
    return any(task.seen_at for task in waiting if task.about not in but)
