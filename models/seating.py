"""排席: steps and seats are placed, moved on, asked anew; what stood before stays as history."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from models.people import to_person
from models.rounds import PlannedStep, Seat, Step, all_seats, seats, steps


def place(session: Session, document_id: UUID, proposal_id: UUID, rank: int, planned: PlannedStep) -> Step:
    """Write a planned step with its seats."""
    step = Step(
        proposal_id=proposal_id,
        rank=rank,
        purpose=planned.purpose,
        mode=planned.mode,
        threshold=planned.threshold,
    )
    session.add(step)
    session.flush()
    for number, hat in enumerate(planned.hats, start=1):
        weight = planned.weights.get(hat, 1)
        session.add(Seat(step_id=step.id, document_id=document_id, place=number, hat=hat, weight=weight))
    session.flush()
    return step


def insert(session: Session, document_id: UUID, proposal_id: UUID, rank: int, planned: PlannedStep) -> Step:
    """A new step at ``rank``; what stood there and after it moves on by one."""
    for later in steps(session, proposal_id):
        if later.rank >= rank:
            later.rank += 1
            session.add(later)
    return place(session, document_id, proposal_id, rank, planned)


def reopen(session: Session, proposal_id: UUID, ranks: Collection[int], why: str, *, at: datetime) -> None:
    """Every signature of these steps is owed anew; those that were given stay as history."""
    for step in steps(session, proposal_id):
        if step.rank in ranks:
            step.passed_over_at = None
            session.add(step)
            for seat in seats(session, step.id):
                again(session, seat, why, at=at)


def again(session: Session, seat: Seat, why: str, *, at: datetime, hat: str = "") -> Seat:
    """The seat becomes history, and the same signature is owed anew."""
    seat.dropped_at, seat.dropped_why = at, why
    fresh = Seat(
        step_id=seat.step_id,
        document_id=seat.document_id,
        place=seat.place,
        hat=hat or seat.hat,
        weight=seat.weight,
        added_by=seat.added_by,
    )
    session.add_all([seat, fresh])
    session.flush()
    return fresh


def let_off(session: Session, some: Iterable[Seat], why: str, *, at: datetime) -> int:
    """Owed no more, with the reason; how many they are."""
    found = list(some)
    for seat in found:
        seat.skipped_at, seat.skipped_why = at, why
        session.add(seat)
    return len(found)


def history(session: Session, seat: Seat) -> list[Seat]:
    """What stood at this place before."""
    found = select(Seat).where(Seat.step_id == seat.step_id, Seat.place == seat.place)
    return [one for one in session.exec(found) if one.dropped_at]


def turn_comes_later(session: Session, proposal_id: UUID, rank: int) -> None:
    """Whoever waits from this step on has all the time again when the turn comes."""
    for step in steps(session, proposal_id):
        for seat in seats(session, step.id) if step.rank >= rank else ():
            if seat.waits:
                seat.asked_at = None
                session.add(seat)


def waits_for_person(session: Session, proposal_id: UUID, person_id: UUID) -> bool:
    """Whether this person still owes a signature here."""
    mine = to_person(person_id)
    return any(seat.waits and seat.hat == mine for seat in all_seats(session, proposal_id))
