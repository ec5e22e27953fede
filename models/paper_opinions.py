"""代录批示·补充意见: what was written on paper is keyed in with the scan beside it, and the signer confirms."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date
from sqlmodel import Field, Session, col, select

from config.language import _
from models import approve, deadlines, fitness, ledger, letters, rounds, tasks
from models.database import Table, moment
from models.document import Document
from models.errors import Malformed, NotNow, NotYours
from models.people import Me, Person, Role, to_person
from models.rounds import NEEDS_WORDS, Decision, Purpose, Seat, Step
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import Owed, TaskKind
from models.values import local_day, optional_words, words

DAYS_TO_CONFIRM = 5
WRITTEN: dict[Purpose, set[Decision]] = {
    Purpose.INSTRUCT: {Decision.INSTRUCTED, Decision.NOTED},
    Purpose.COUNTERSIGN: {Decision.AGREED, Decision.AGAINST},
}


class PaperOpinion(Table, table=True):
    """An opinion that was signed on paper: who keyed it in, from which scan, and whether the signer confirmed it."""

    seat_id: UUID = Field(foreign_key="seat.id", primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    signed_on: date = Field(sa_type=Date)
    evidence_id: UUID = Field(foreign_key="stored_file.id")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    confirmed_at: datetime | None = moment(default=None)


class Amendment(Sealed, table=True):
    """补充意见: a later line under one's own opinion; what was written first stays as it was."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    seat_id: UUID = Field(foreign_key="seat.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    words: str = sealed()
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()


class NotAskedNow(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此人现在没有待签的意见，请刷新后核对。"))


class NotYourOpinion(NotYours):
    def __init__(self) -> None:
        super().__init__(_("只能补充本人已签署的意见。"))


def enter(
    session: Session,
    document: Document,
    seat_id: UUID,
    decision: Decision,
    opinion: str,
    signed_on: date,
    keep: Callable[[], UUID],
    *,
    by: Me,
    at: datetime,
) -> PaperOpinion:
    """代录: for a signature that is owed now; ``keep`` seals the scan when nothing is left to refuse.

    Raises NotYourRole, NotAskedNow, Malformed.
    """
    by.must_be(Role.SECRETARY)
    seat, step = _asked(session, document, seat_id)
    if decision not in WRITTEN[step.purpose]:
        raise Malformed(_("{purpose}的结论不在可选范围内。", purpose=step.purpose.label), "decision")
    if not _since(session, document) <= signed_on <= local_day(at):
        raise Malformed(_("签署日期应在拟办之后、今天以前。"), "signed_on")
    written = words if decision in NEEDS_WORDS else optional_words
    seat.words = written(opinion, 2000, _("意见"), field="words")
    seat.decision, seat.signed_at = decision, at
    seat.signer_id = UUID(seat.hat.removeprefix("person:"))
    entered = PaperOpinion(
        seat_id=seat.id,
        document_id=document.id,
        signed_on=signed_on,
        evidence_id=keep(),
        by=by.id,
        at=at,
    )
    session.add_all([seat, entered])
    name = session.get_one(Person, seat.signer_id).name
    ledger.move(session, document, Move.ENTER_PAPER, by=by, at=at, why=f"{name}：{decision.label}")
    return entered


def confirm(
    session: Session, document: Document, agrees: bool, correction: str, *, by: Me, at: datetime
) -> PaperOpinion:
    """确认代录; a signer who finds it wrong says what he wrote, and the secretary is told."""
    task = tasks.take(session, document.id, TaskKind.CONFIRM, by)
    tasks.close(session, task, by, at=at)
    entered = session.get_one(PaperOpinion, task.about)
    entered.confirmed_at = at
    session.add(entered)
    if not agrees:
        put_right = words(correction, 2000, _("更正意见"), field="words")
        session.add(_amendment(document, entered.seat_id, f"本人更正：{put_right}", by, at))
        letters.tell(session, to_person(entered.by), "corrected", document.id, at=at)
    ledger.move(session, document, Move.CONFIRM, by=by, at=at, why="" if agrees else "有更正")
    return entered


def amend(
    session: Session, document: Document, seat_id: UUID, more: str, *, by: Me, at: datetime
) -> Amendment:
    """补充意见.  Raises NotYourOpinion, Malformed."""
    if seat_id not in {seat.id for seat in signed_by(session, document, by)}:
        raise NotYourOpinion()
    added = _amendment(document, seat_id, words(more, 2000, _("补充意见"), field="words"), by, at)
    session.add(added)
    ledger.move(session, document, Move.AMEND, by=by, at=at)
    return added


def signed_by(session: Session, document: Document, by: Me) -> list[Seat]:
    """The opinions in force that this person signed, himself or by a substitute."""
    proposal = approve.in_force(session, document.id)
    given = approve.signed(session, proposal.id) if proposal else []
    return [seat for seat in given if by.id in (seat.signer_id, seat.behalf_of)]


def amendments(session: Session, seat_ids: Collection[UUID]) -> dict[UUID, list[Amendment]]:
    """Oldest first, by the opinion they belong to."""
    found: dict[UUID, list[Amendment]] = {one: [] for one in seat_ids}
    added = select(Amendment).where(col(Amendment.seat_id).in_(seat_ids)).order_by(col(Amendment.at))
    for one in session.exec(added):
        found[one.seat_id].append(one)
    return found


def entered(session: Session, document_id: UUID) -> dict[UUID, PaperOpinion]:
    """What was keyed in from paper, by seat."""
    found = session.exec(select(PaperOpinion).where(PaperOpinion.document_id == document_id))
    return {one.seat_id: one for one in found}


def owed(session: Session, document: Document, at: datetime) -> list[Owed]:
    """Whoever signed on paper confirms what was keyed in; it holds nothing up."""
    waiting = [one for one in entered(session, document.id).values() if one.confirmed_at is None]
    seats = {one.seat_id: session.get_one(Seat, one.seat_id) for one in waiting}
    return [
        Owed(TaskKind.CONFIRM, seat.hat, seat.id, deadlines.due(one.at, DAYS_TO_CONFIRM))
        for one in waiting
        if not (seat := seats[one.seat_id]).dropped_at and not fitness.unfit(session, seat.hat, document)
    ]


def open_seats(session: Session, document: Document) -> list[tuple[Seat, Step]]:
    """The signatures of named persons that are owed now."""
    proposal = approve.in_force(session, document.id)
    step = rounds.open_step(session, proposal.id) if proposal else None
    here = rounds.seats(session, step.id) if step else []
    return [(seat, step) for seat in here if step and seat.waits and seat.is_claimed]


def _asked(session: Session, document: Document, seat_id: UUID) -> tuple[Seat, Step]:
    if not tasks.open_tasks(session, document.id):
        raise NotAskedNow()
    for seat, step in open_seats(session, document):
        if seat.id == seat_id:
            return seat, step
    raise NotAskedNow()


def _since(session: Session, document: Document) -> date:
    proposal = approve.in_force(session, document.id)
    if proposal is None:
        raise NotAskedNow()
    return local_day(proposal.at)


def _amendment(document: Document, seat_id: UUID, said: str, by: Me, at: datetime) -> Amendment:
    return Amendment(seat_id=seat_id, document_id=document.id, words=said, by=by.id, at=at)
