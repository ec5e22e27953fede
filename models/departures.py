"""离任待交接: what people with closed accounts still owed, and where each thing stands now."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from models import access, fitness, standing
from models.approve import Proposal
from models.assignments import Assignment, counting
from models.document import Document
from models.inbox import Task
from models.kinds import Labelled
from models.orders import DestructionOrder, Witness
from models.people import Me, Person, Role, to_person, wearers_of
from models.readings import Reading
from models.rounds import Seat, Step
from models.stages import Stage
from models.subcases import Answer, SubCase

HEIRS = (Role.SECRETARY, Role.OFFICE_HEAD)  # who hands it on
Gone = Mapping[UUID, Person]


class Owing(Labelled):
    """What somebody who left was asked for."""

    SIGNATURE = "signature", "签批"
    READING = "reading", "阅签"
    ANSWER = "answer", "答复子事项"
    ACKNOWLEDGEMENT = "acknowledgement", "知悉办结"
    ORDER_APPROVAL = "order-approval", "销毁审批"
    WITNESSING = "witnessing", "监销"


@dataclass(frozen=True)
class Left:
    """One thing.  ``about`` is the seat, reading, answer, assignment or order; ``skipped``: it went on without."""

    person: Person
    kind: Owing
    about: UUID
    since: datetime | None
    subject: Document | DestructionOrder
    skipped: bool = False


def waiting(session: Session, me: Me) -> list[Left]:
    """On documents that ``me`` may know of, and on lists; by who left, the oldest first.  Raises NotYourRole."""
    me.must_be(*HEIRS)
    gone = {one.id: one for one in session.exec(select(Person).where(col(Person.active).is_(False)))}
    found = [one for look in LOOKS for one in look(session, gone)] if gone else []
    known = _known(session, me, {one.subject.id for one in found})
    mine = [one for one in found if isinstance(one.subject, DestructionOrder) or one.subject.id in known]
    return sorted(mine, key=lambda one: (one.person.uid, str(one.since or ""), one.about))


def unanswered(session: Session, me: Me) -> list[tuple[Task, Document]]:
    """Asked of a department or a post in which nobody is left; the oldest first."""
    posts = or_(col(Task.hat).startswith("office:"), col(Task.hat).startswith("role:"))
    asked = select(Task, Document).join(Document, col(Document.id) == Task.document_id)
    rows = list(session.exec(asked.where(posts, col(Task.closed_at).is_(None))))
    behind = wearers_of(session, {task.hat for task, _ in rows})
    stuck = [row for row in rows if not behind[row[0].hat]]
    known = _known(session, me, {document.id for _, document in stuck})
    return sorted((row for row in stuck if row[1].id in known), key=lambda row: row[0].opened_at)


def _known(session: Session, me: Me, documents: Collection[UUID]) -> set[UUID]:
    return {one.id for one in session.exec(access.visible_to(me).where(col(Document.id).in_(documents)))}


def _signatures(session: Session, gone: Gone) -> Iterator[Left]:
    """Those that were passed over because their signers had left too, while the round can be taken up again."""
    owed = select(Seat, Document).join(Step, col(Step.id) == Seat.step_id)
    owed = owed.join(Proposal, col(Proposal.id) == Step.proposal_id)
    owed = owed.join(Document, col(Document.id) == Proposal.document_id)
    rows = session.exec(
        owed.where(
            Document.stage == Stage.REGISTERED,
            col(Proposal.dropped_at).is_(None),
            col(Step.passed_over_at).is_(None),
            col(Seat.hat).in_([to_person(one) for one in gone]),
            col(Seat.decision).is_(None),
            col(Seat.dropped_at).is_(None),
            or_(col(Seat.skipped_at).is_(None), Seat.skipped_why == fitness.LEFT),
        )
    )
    for seat, document in rows:
        person = gone[UUID(seat.hat.removeprefix("person:"))]
        since = seat.skipped_at or seat.asked_at
        yield Left(person, Owing.SIGNATURE, seat.id, since, document, seat.skipped_at is not None)


def _readings(session: Session, gone: Gone) -> Iterator[Left]:
    owed = select(Reading, Document).join(Document, col(Document.id) == Reading.document_id)
    rows = session.exec(
        owed.where(
            Document.stage == Stage.APPROVED,
            col(Reading.reader_id).in_(gone),
            col(Reading.read_at).is_(None),
            or_(col(Reading.dropped_at).is_(None), Reading.dropped_why == fitness.LEFT),
            standing.stands(Reading.proposal_id),
        )
    )
    for one, document in rows:
        since = one.dropped_at or one.out_at
        yield Left(gone[one.reader_id], Owing.READING, one.id, since, document, one.dropped_at is not None)


def _answers(session: Session, gone: Gone) -> Iterator[Left]:
    owed = select(Answer, SubCase, Document).join(SubCase, col(SubCase.id) == Answer.sub_case_id)
    owed = owed.join(Document, col(Document.id) == SubCase.document_id)
    rows = session.exec(
        owed.where(
            Document.stage == Stage.CIRCULATED,
            col(Answer.person_id).in_(gone),
            col(Answer.answered_at).is_(None),
            col(SubCase.closed_at).is_(None),
        )
    )
    for one, sub, document in rows:
        yield Left(gone[one.person_id], Owing.ANSWER, one.id, sub.at, document)


def _results(session: Session, gone: Gone) -> Iterator[Left]:
    """The leader who instructed is to be told what came of it."""
    owed = select(Assignment, Document).join(Document, col(Document.id) == Assignment.document_id)
    rows = session.exec(
        owed.where(
            col(Document.stage).in_([Stage.SUPERVISED, Stage.ARCHIVED]),
            col(Assignment.told_to).in_(gone),
            col(Assignment.closed_at).is_not(None),
            col(Assignment.known_at).is_(None),
            *counting(),
        )
    )
    for one, document in rows:
        if one.told_to:
            yield Left(gone[one.told_to], Owing.ACKNOWLEDGEMENT, one.id, one.closed_at, document)


def _orders(session: Session, gone: Gone) -> Iterator[Left]:
    still = (col(DestructionOrder.refused_at).is_(None), col(DestructionOrder.executed_at).is_(None))
    approving = select(DestructionOrder).where(
        *still, col(DestructionOrder.approver_id).in_(gone), col(DestructionOrder.approved_at).is_(None)
    )
    for order in session.exec(approving):
        yield Left(gone[order.approver_id], Owing.ORDER_APPROVAL, order.id, order.proposed_at, order)
    watching = select(Witness, DestructionOrder).join(DestructionOrder)
    unsigned = watching.where(*still, col(Witness.person_id).in_(gone), col(Witness.signed_at).is_(None))
    for one, order in session.exec(unsigned):
        since = order.approved_at or order.proposed_at
        yield Left(gone[one.person_id], Owing.WITNESSING, order.id, since, order)


LOOKS = (_signatures, _readings, _answers, _results, _orders)
