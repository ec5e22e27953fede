"""清扫: what should have happened and did not.  Finds it in the tables and owes it again."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, select

from config.policy import policy
from gateways import held, shelf
from models import deadlines, holdings, outbox
from models.document import Document
from models.inbox import BESIDE
from models.letters import Letter
from models.orders import DestructionOrder, OrderLine
from models.outbox import Errand, Topic
from models.prints import PrintJob
from models.rounds import Seat
from models.stages import Stage
from models.tasks import Task, TaskKind
from models.values import local_day

KEPT = timedelta(days=30)  # how long the outbox remembers what was done
AT_REST = (Stage.ARCHIVED, Stage.DESTROYED, Stage.RETURNED)


def sweep(session: Session, at: datetime) -> None:
    """Owe what is missing.  Owing it once too often is harmless.  And what lay too long unfinished is thrown away."""
    held.sweep(at=at)
    shelf.sweep(at=at)
    missing = {
        Topic.ADVANCE: {*idle_documents(session), *overdue_signatures(session, at)},
        Topic.ORDER: idle_orders(session),
        Topic.LETTER: unposted(session, at),
        Topic.PRINT: unprinted(session, at),
    }
    for topic, subjects in missing.items():
        for subject in subjects:
            outbox.owe(session, topic, subject, at=at)


def list_for_destruction(session: Session, at: datetime) -> None:
    """The terms that ended: each document is carried on, so that somebody is asked to appraise it."""
    asked = select(Task.subject).where(Task.kind == TaskKind.APPRAISE, col(Task.closed_at).is_(None))
    listed = select(OrderLine.document_id).join(DestructionOrder).where(*_open_order())
    seen = set(session.exec(asked)) | set(session.exec(listed))
    for entry in holdings.due(session, local_day(at)):
        if entry.document_id not in seen:
            outbox.owe(session, Topic.ADVANCE, entry.document_id, at=at)


def idle_documents(session: Session) -> list[UUID]:
    """On the way, yet nobody is asked for anything and no look is owed."""
    on_the_way = col(Document.stage).not_in(AT_REST)
    idle = select(Document.id).where(on_the_way, _nobody_asked(Document.id), _nothing_owed(Document.id))
    return list(session.exec(idle))


def overdue_signatures(session: Session, at: datetime) -> list[UUID]:
    """Signatures owed so long that the policy says what then happens."""
    days = policy().routing.expiry.days
    late = (
        select(Task.subject, Task.due_at)
        .join(Seat, col(Seat.id) == Task.about)
        .where(col(Task.closed_at).is_(None), Task.due_at < at, col(Seat.expired_at).is_(None))
    )
    return [subject for subject, due in session.exec(late) if days and due and deadlines.due(due, days) < at]


def idle_orders(session: Session) -> list[UUID]:
    idle = select(DestructionOrder.id).where(
        *_open_order(), _nobody_asked(DestructionOrder.id), _nothing_owed(DestructionOrder.id)
    )
    return list(session.exec(idle))


def unposted(session: Session, at: datetime) -> list[UUID]:
    """Letters that no errand ever carried; older ones may have outlived theirs."""
    waiting = (col(Letter.sent_at).is_(None), col(Letter.dropped_at).is_(None), Letter.written_at > at - KEPT)
    alone = (~col(Letter.waits), col(Letter.digest_id).is_(None))
    return list(session.exec(select(Letter.id).where(*waiting, *alone, _never_owed(Letter.id))))


def unprinted(session: Session, at: datetime) -> list[UUID]:
    waiting = (col(PrintJob.printed_at).is_(None), PrintJob.asked_at > at - KEPT)
    return list(session.exec(select(PrintJob.id).where(*waiting, _never_owed(PrintJob.id))))


def _open_order() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(DestructionOrder.refused_at).is_(None), col(DestructionOrder.executed_at).is_(None)


def _nobody_asked(subject: UUID) -> ColumnElement[bool]:
    waiting = (col(Task.closed_at).is_(None), col(Task.kind).not_in(BESIDE))
    return ~exists().where(Task.subject == subject, *waiting)


def _nothing_owed(subject: UUID) -> ColumnElement[bool]:
    return ~exists().where(Errand.subject == subject, col(Errand.done_at).is_(None))


def _never_owed(subject: UUID) -> ColumnElement[bool]:
    return ~exists().where(Errand.subject == subject)
