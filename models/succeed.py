"""离任交接: what somebody who left still owed is owed by another, one thing or all of it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _
from models import access, addressees, audit, departures, fitness, ledger, outbox, readings, seating
from models.assignments import Assignment
from models.audit_words import Act
from models.departures import Left, Owing
from models.destroy import NotDisinterested
from models.document import Document
from models.errors import DomainError, Malformed, NotFound
from models.fitness import CannotBeAsked
from models.orders import DestructionOrder, Witness, witnesses
from models.outbox import Topic
from models.people import ADMINISTRATORS, Me, Person, Role, roles_of, to_person
from models.readings import Reading
from models.rounds import Seat, Step, seats
from models.stages import Move
from models.subcases import Answer
from models.values import words

HANDED_ON = _("离任交接")


def succeed(
    session: Session,
    person_id: UUID,
    items: Collection[UUID] | None,
    heir_id: UUID,
    why: str,
    *,
    by: Me,
    at: datetime,
) -> list[str]:
    """Hand on what is named, or everything, as far as the heir is able; answers why the rest was not.

    Raises NotFound, Malformed; where nothing could be handed on, the first refusal.
    """
    wanted = [
        one
        for one in departures.waiting(session, by)
        if one.person.id == person_id and (items is None or one.about in items)
    ]
    if not wanted:
        raise NotFound(_("没有找到要交接的事项，可能已经交接，请刷新查看。"))
    heir, told = _heir(session, heir_id), words(why, 200, _("交接说明"), field="words")
    refused = [no for one in wanted if (no := _tried(session, one, heir, told, by, at))]
    if len(refused) == len(wanted):
        raise refused[0]
    count = f"{len(wanted) - len(refused)}项转{heir.name}：{told}"
    audit.record(session, Act.WORK_HANDED_OVER, by=by, at=at, about=wanted[0].person.uid, why=count)
    return [str(no) for no in refused]


def _heir(session: Session, heir_id: UUID) -> Person:
    heir = session.get(Person, heir_id)
    if heir is None or not heir.active or roles_of(session, heir.id) & ADMINISTRATORS:
        raise CannotBeAsked(heir.name if heir else _("所选人员"), _("不能接办"), "heir")
    return heir


def _tried(session: Session, one: Left, heir: Person, why: str, by: Me, at: datetime) -> DomainError | None:
    """Each by itself: what this heir cannot do stays on the list for another."""
    try:
        with session.begin_nested():
            _hand_on(session, one, heir, why, by, at)
    except DomainError as refusal:
        return refusal
    return None


def _hand_on(session: Session, one: Left, heir: Person, why: str, by: Me, at: datetime) -> None:
    if isinstance(one.subject, DestructionOrder):
        ON_ORDERS[one.kind](session, one.subject, one.person, heir)
        outbox.owe(session, Topic.ORDER, one.subject.id, at=at)
        return
    document = access.find(session, one.subject.id, by, to_change=True)
    ON_DOCUMENTS[one.kind](session, document, one.about, heir, at)
    told = f"{one.kind.label}：{one.person.name}转{heir.name}：{why}"
    ledger.move(session, document, Move.SUCCEED, by=by, at=at, why=told)


def _sign(session: Session, document: Document, seat_id: UUID, heir: Person, at: datetime) -> None:
    """The signature is owed anew; whoever signs after it waits for it again."""
    seat = session.get_one(Seat, seat_id)
    step = session.get_one(Step, seat.step_id)
    fitness.must_be_able(session, heir.id, document, field="heir", at=at)
    here = [other.hat for other in seats(session, step.id)]
    if to_person(heir.id) in here or seating.waits_for_person(session, step.proposal_id, heir.id):
        raise Malformed(_("{heir}已在签批人员中，请另选一位。", heir=heir.name), "heir")
    seating.again(session, seat, HANDED_ON, at=at, hat=to_person(heir.id))
    seating.turn_comes_later(session, step.proposal_id, step.rank + 1)


def _read(session: Session, document: Document, reading_id: UUID, heir: Person, at: datetime) -> None:
    old = session.get_one(Reading, reading_id)
    _must_reach(session, document, heir)
    if heir.id in {one.reader_id for one in readings.readings(session, document.id)}:
        raise Malformed(_("{heir}已在传阅名单中，请另选一位。", heir=heir.name), "heir")
    old.dropped_at, old.dropped_why = old.dropped_at or at, HANDED_ON
    turn = Reading(document_id=document.id, proposal_id=old.proposal_id, rank=old.rank, reader_id=heir.id)
    session.add_all([old, turn])


def _answer(session: Session, document: Document, answer_id: UUID, heir: Person, _at: datetime) -> None:
    _must_reach(session, document, heir)
    answer = session.get_one(Answer, answer_id)
    answer.person_id = heir.id
    session.add(answer)


def _be_told(session: Session, document: Document, assignment_id: UUID, heir: Person, _at: datetime) -> None:
    _must_reach(session, document, heir)
    given = session.get_one(Assignment, assignment_id)
    given.told_to = heir.id
    session.add(given)


def _approve(session: Session, order: DestructionOrder, _old: Person, heir: Person) -> None:
    if Role.LEADER not in roles_of(session, heir.id):
        raise Malformed(_("销毁清册由院领导批准，请另选一位院领导。"), "heir")
    _must_be_disinterested(session, order, heir)
    order.approver_id = heir.id
    session.add(order)


def _witness(session: Session, order: DestructionOrder, old: Person, heir: Person) -> None:
    _must_be_disinterested(session, order, heir)
    session.delete(session.get_one(Witness, (order.id, old.id)))
    session.add(Witness(order_id=order.id, person_id=heir.id))


def _must_be_disinterested(session: Session, order: DestructionOrder, heir: Person) -> None:
    """提请人、批准人、监销人 are different people."""
    taken = {order.proposed_by, order.approver_id, *(one.person_id for one in witnesses(session, order.id))}
    if heir.id in taken:
        raise NotDisinterested()


def _must_reach(session: Session, document: Document, heir: Person) -> None:
    addressees.must_reach(session, document, [to_person(heir.id)], field="heir")


ON_DOCUMENTS = {
    Owing.SIGNATURE: _sign,
    Owing.READING: _read,
    Owing.ANSWER: _answer,
    Owing.ACKNOWLEDGEMENT: _be_told,
}
ON_ORDERS = {Owing.ORDER_APPROVAL: _approve, Owing.WITNESSING: _witness}
