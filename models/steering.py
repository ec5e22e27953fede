"""特殊办结·恢复待办: the office head closes a case on a leader's authority, or opens a closed one again."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from models import access, approve, assignments, ledger, letters, rounds, seating, subcases, suspend
from models.database import moment
from models.document import Document
from models.errors import Malformed, NotNow
from models.letters import LetterKind
from models.orders import DestructionOrder, open_order_of
from models.people import Me, Person, Role, holders, to_person
from models.sealed import Sealed, sealed
from models.stages import Move
from models.values import words


class SpecialClosing(Sealed, table=True):
    """特殊办结: ended before it was done, because a leader said so."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    authority_id: UUID = Field(foreign_key="person.id")
    why: str = sealed()
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()


class Reopening(Sealed, table=True):
    """恢复待办: a closed case begins again."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    why: str = sealed()
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()


class OnDestructionList(NotNow):
    def __init__(self, order: DestructionOrder) -> None:
        super().__init__(_("此件已列入{order}，移出销毁清册后方可恢复待办。", order=order.number))


def close_specially(
    session: Session, document: Document, authority: UUID, why: str, *, by: Me, at: datetime
) -> SpecialClosing:
    """特殊办结.  What was still owed is owed no more; who instructed and who authorised are told.

    Raises NotYourRole, Malformed (no leader's authority, no reason), WrongStage.
    """
    by.must_be(Role.OFFICE_HEAD)
    leader = _authority(session, document, authority, by)
    closing = SpecialClosing(
        document_id=document.id,
        authority_id=leader.id,
        why=words(why, 500, "特殊办结理由", field="words"),
        by=by.id,
        at=at,
    )
    ledger.move(session, document, Move.CLOSE_SPECIALLY, by=by, at=at, why=f"{leader.name}授权")
    session.add(closing)
    suspend.end(session, document, by=by, at=at)
    _let_off(session, document, by, at)
    for person_id in {leader.id, approve.instructing_leader(session, document.id) or leader.id}:
        access.let_know(session, document.id, to_person(person_id), at=at)
        letters.tell(session, to_person(person_id), LetterKind.CLOSED_SPECIALLY, document.id, at=at)
    return closing


def reopen(session: Session, document: Document, why: str, *, by: Me, at: datetime) -> Reopening:
    """恢复待办: it waits for a fresh proposal; whatever was proposed, read and done before is history.

    Raises NotYourRole, Malformed, OnDestructionList, WrongStage.
    """
    by.must_be(Role.OFFICE_HEAD)
    if listed := open_order_of(session, document.id):
        raise OnDestructionList(listed)
    told = words(why, 500, _("恢复待办理由"), field="words")
    stood = f"原{document.stage.label}" if document.stage else ""
    ledger.move(session, document, Move.REOPEN, by=by, at=at, why=stood)
    again = Reopening(document_id=document.id, why=told, by=by.id, at=at)
    if proposal := approve.in_force(session, document.id):
        approve.drop(session, proposal, at=at)
    document.due_at = None
    session.add_all([document, again])
    return again


def special_closings(session: Session, document_id: UUID) -> list[SpecialClosing]:
    """Oldest first."""
    closed = select(SpecialClosing).where(SpecialClosing.document_id == document_id)
    return list(session.exec(closed.order_by(col(SpecialClosing.at))))


def reopenings(session: Session, document_id: UUID) -> list[Reopening]:
    """Oldest first."""
    opened = select(Reopening).where(Reopening.document_id == document_id)
    return list(session.exec(opened.order_by(col(Reopening.at))))


def authorities(session: Session, document: Document, by: Me) -> Iterator[Person]:
    """The leaders who may authorise a special closing: cleared, and not the one who closes."""
    return (
        one for one in holders(session, Role.LEADER) if one.id != by.id and access.may_know(one, document)
    )


def _authority(session: Session, document: Document, authority: UUID, by: Me) -> Person:
    found = next((one for one in authorities(session, document, by) if one.id == authority), None)
    if found is None:
        raise Malformed(_("特殊办结须有院领导授权，请选择授权的院领导（不能是本人）。"), "authority")
    return found


def _let_off(session: Session, document: Document, by: Me, at: datetime) -> None:
    """Signatures that are still owed are skipped with the reason; assignments are closed, and say how."""
    proposal = approve.in_force(session, document.id)
    for step in rounds.steps(session, proposal.id) if proposal else []:
        waiting = [seat for seat in rounds.seats(session, step.id) if seat.waits]
        seating.let_off(session, waiting, Move.CLOSE_SPECIALLY.label, at=at)
    for given in assignments.assignments(session, document.id):
        if given.closed_at is None:
            given.closed_at, given.closed_by, given.specially = at, by.id, True
            session.add(given)
    subcases.end_all(session, document.id, Move.CLOSE_SPECIALLY.label, by=by, at=at)
