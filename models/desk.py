"""工作台: the folders of one person's desk.  Each is one question; its count and its rows are of the same one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, union_all
from sqlmodel import Session, col, exists, func, select, true

from models import search
from models.access import FEW, visible_to
from models.approve import Proposal
from models.assignments import Assignment
from models.document import Document
from models.inbox import Task, TaskKind, waiting_for
from models.kinds import Labelled
from models.people import ADMINISTRATORS, Me
from models.receive import Receipt
from models.register import Registration
from models.sought import UNFINISHED, Due, Sought, conditions, until
from models.stages import Stage
from models.values import Urgency

READING = (TaskKind.READ, TaskKind.ACKNOWLEDGE, TaskKind.SEE)
COUNT_MOST = 100  # beyond this a page says "more than": counting on costs more than it tells


class Folder(Labelled):
    """``all`` to ``reads`` hold what waits for somebody; the others hold documents."""

    ALL = "", "全部待办"
    TODAY = "today", "今日到期"
    LATE = "late", "已超期"
    ACTS = "acts", "待办件"
    READS = "reads", "待阅件"
    GOING = "going", "在办"
    DONE = "done", "办结"
    MINE = "mine", "我发起的"
    CHASED = "chased", "督办"

    @property
    def waits(self) -> bool:
        return self in WAITING


WAITING = (Folder.ALL, Folder.TODAY, Folder.LATE, Folder.ACTS, Folder.READS)
KEPT = tuple(folder for folder in Folder if folder not in WAITING)


def inbox(me: Me) -> Any:
    """What waits for this person, or is lent to him or her, on visible documents (and on destruction orders)."""
    visible: ColumnElement[bool] = (
        visible_to(me).where(Document.id == Task.document_id).correlate(Task).exists()
    )
    if not me.roles & ADMINISTRATORS:
        visible |= col(Task.document_id).is_(None)
    asked = select(Task, Document).outerjoin(Document, col(Document.id) == Task.document_id)
    return asked.where(waiting_for(me), visible)


def waiting(session: Session, folder: Folder, me: Me, sought: Sought, *, at: datetime) -> Any:
    """The tasks of one folder with their documents, as the desk sorts them."""
    due = col(Task.due_at)
    found = inbox(me).where(*_in_folder(folder, at), *conditions(sought, due, at=at))
    if sought.q.strip():
        found = search.matching(session, found, sought.q, few=True).order_by(None)
    return found.order_by(*_pressing(due, col(Task.opened_at), at), col(Task.id))


def kept(session: Session, folder: Folder, me: Me, sought: Sought, *, at: datetime) -> Any:
    """The documents of one folder: what goes on as the desk sorts it, what is over newest first."""
    due, few = _due(folder), folder in (Folder.GOING, Folder.CHASED) or _touched_few(session, folder, me)
    found = visible_to(me).where(_belongs(folder, me, few))
    found = found.where(*conditions(sought, due, at=at, finished=True))
    found = search.matching(session, found, sought.q, few=few)
    if folder in (Folder.GOING, Folder.CHASED):
        return found.order_by(None).order_by(
            *_pressing(due, col(Document.received_at), at), col(Document.serial)
        )
    return found


def counts(session: Session, me: Me, *, at: datetime) -> dict[Folder, int]:
    """Of every folder: what waits in one look, what is kept up to COUNT_MOST."""
    columns = [func.count().filter(and_(true(), *_in_folder(folder, at))) for folder in WAITING]
    found = dict(zip(WAITING, session.exec(inbox(me).with_only_columns(*columns)).one(), strict=True))
    return found | {folder: count(session, kept(session, folder, me, Sought(), at=at)) for folder in KEPT}


def count(session: Session, query: Any) -> int:
    """How many, up to COUNT_MOST."""
    some = query.with_only_columns(Document.id).limit(COUNT_MOST).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


def count_waiting(session: Session, query: Any) -> int:
    """How many tasks; somebody may be asked twice about one document."""
    return session.exec(select(func.count()).select_from(query.with_only_columns(Task.id).subquery())).one()


def due_of(session: Session, folder: Folder, documents: Sequence[UUID]) -> dict[UUID, datetime | None]:
    """The deadline that the folder shows of each document."""
    asked = select(Document.id, _due(folder)).where(col(Document.id).in_(documents))
    return dict(session.exec(asked).all())


def _in_folder(folder: Folder, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions that make a folder of what waits."""
    reads = col(Task.kind).in_(READING)
    conditions: dict[Folder, list[ColumnElement[bool]]] = {
        Folder.TODAY: until(Due.TODAY, col(Task.due_at), at=at),
        Folder.LATE: until(Due.LATE, col(Task.due_at), at=at),
        Folder.ACTS: [~reads],
        Folder.READS: [reads],
    }
    return conditions.get(folder, [])


def _belongs(folder: Folder, me: Me, few: bool) -> ColumnElement[bool]:
    stage = col(Document.stage)
    match folder:
        case Folder.GOING:
            return and_(stage.in_(UNFINISHED), _acted_on(me, few=False))
        case Folder.DONE:
            return and_(stage.not_in(UNFINISHED), _acted_on(me, few=few))
        case Folder.MINE:
            return _begun_by(me, few=few)
    return and_(stage == Stage.CIRCULATED, _owed().exists())


def _acted_on(me: Me, *, few: bool) -> ColumnElement[bool]:
    """``few`` changes the road and not the answer, see access.knows_few()."""
    mine = select(Task.document_id).where(Task.closed_by == me.id)
    if few:
        return col(Document.id).in_(mine)
    return mine.where(col(Task.document_id) == Document.id).correlate(Document).exists()


def _begun_by(me: Me, *, few: bool) -> ColumnElement[bool]:
    if few:
        return col(Document.id).in_(_begun(me))
    received = exists().where(col(Receipt.document_id) == Document.id, col(Receipt.by) == me.id)
    registered = exists().where(col(Registration.document_id) == Document.id, col(Registration.by) == me.id)
    proposed = exists().where(col(Proposal.document_id) == Document.id, col(Proposal.by) == me.id)
    return received | registered | proposed


def _begun(me: Me) -> CompoundSelect[Any]:
    """What somebody signed for, registered, or proposed upon."""
    return union_all(*(select(t.document_id).where(t.by == me.id) for t in (Receipt, Registration, Proposal)))


def _touched_few(session: Session, folder: Folder, me: Me) -> bool:
    mine: Any = select(Task.document_id).where(Task.closed_by == me.id)
    some = (_begun(me) if folder is Folder.MINE else mine).limit(FEW).subquery()
    return session.exec(select(func.count()).select_from(some)).one() < FEW


def _owed() -> Any:
    """What departments still owe on a document, the leading one's first."""
    return (
        select(Assignment.due_at)
        .where(
            col(Assignment.document_id) == Document.id,
            col(Assignment.closed_at).is_(None),
            col(Assignment.dropped_at).is_(None),
        )
        .order_by(col(Assignment.leads).desc(), col(Assignment.due_at))
        .limit(1)
        .correlate(Document)
    )


def _due(folder: Folder) -> Any:
    return _owed().scalar_subquery() if folder is Folder.CHASED else col(Document.due_at)


def _pressing(due: Any, arrived: Any, at: datetime) -> list[Any]:
    """Overdue first, then by urgency, by deadline, by arrival."""
    ranks = {urgency.value: urgency.rank for urgency in Urgency}
    urgent = case(ranks, value=col(Document.urgency), else_=0)
    return [case((due < at, 0), else_=1), urgent.desc(), due.is_(None), due, arrived]
