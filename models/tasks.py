"""待办: every wait is a row here, in somebody's inbox.  What should be open is computed, never remembered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from config.language import _
from models import access, drafts, letters
from models.document import Document, Suspended
from models.errors import NotNow, NotYours
from models.inbox import GOES_ON, Task, TaskKind, is_for, open_tasks, open_tasks_of
from models.people import Me, to_person


@dataclass(frozen=True)
class Owed:
    """A task that should be open, as the facts have it."""

    kind: TaskKind
    hat: str
    about: UUID
    due_at: datetime | None = None


EVEN_AT_REST = {TaskKind.RESUME, *GOES_ON}


class NothingToDo(NotNow):
    def __init__(self, kind: TaskKind) -> None:
        super().__init__(_("现在没有待办的“{kind}”，可能已经办过，请刷新查看。", kind=kind.label))


class Over(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这件事已经办过，或者不归您办，请刷新查看。"))


class SomebodyElses(NotYours):
    def __init__(self, kind: TaskKind) -> None:
        super().__init__(_("这项“{kind}”由他人办理，不能代办。", kind=kind.label))


class NothingLent(NotNow):
    def __init__(self) -> None:
        super().__init__(_("委托人在此件上没有待办事项，可能已经办过，请刷新查看。"))


def in_place_of(session: Session, subject: UUID, me: Me, principal_id: UUID | None) -> Me:
    """Somebody who acts for another, where something waits for that one here.  Raises NotSubstitute, NothingLent."""
    acting = me.acting_for(principal_id)
    if principal_id is None:
        return acting
    if not any(task.may_be_lent and task.hat in acting.answers for task in open_tasks(session, subject)):
        raise NothingLent()
    return acting


def take(
    session: Session,
    subject: UUID,
    kind: TaskKind,
    by: Me,
    *,
    about: UUID | None = None,
) -> Task:
    """The open task that lets ``by`` do this act, for another too.  Raises NothingToDo, Suspended, SomebodyElses."""
    waiting = [t for t in open_tasks(session, subject) if t.kind is kind and about in (None, t.about)]
    mine = [t for t in waiting if t.hat in by.answers and (by.behalf_of is None or _is_lent(session, t, by))]
    if mine:
        return mine[0]
    if not waiting and kind not in EVEN_AT_REST:
        _must_be_going(session, subject, kind)
    raise SomebodyElses(kind) if waiting and not _was_mine(session, subject, kind, by) else NothingToDo(kind)


def asked_of(session: Session, subject: UUID, task_id: UUID, me: Me, *, kinds: Collection[TaskKind]) -> Task:
    """One of these open tasks, which this person may do.  Raises Over."""
    waiting = (task for task in open_tasks(session, subject) if task.id == task_id and task.kind in kinds)
    task = next(waiting, None)
    if task is None or not is_for(task, me):
        raise Over()
    return task


def close(session: Session, task: Task, by: Me | None, *, at: datetime) -> None:
    """Answered by ``by``, or owed no more.  Whoever acted for another knows the document from then on."""
    task.closed_at, task.closed_by = at, by.id if by else None
    session.add(task)
    drafts.forget(session, task.id)
    if by and by.behalf_of and task.document_id:
        access.let_know(session, task.document_id, to_person(by.id), at=at)


def settle(
    session: Session,
    subject: UUID,
    owed: list[Owed],
    *,
    document: Document | None,
    at: datetime,
) -> None:
    """Make the open tasks equal what is owed: open what is missing, close what nobody owes any more."""
    wanted = {(o.kind, o.hat, o.about): o for o in owed}
    for task in open_tasks(session, subject):
        found = wanted.pop((task.kind, task.hat, task.about), None)
        if found is None:
            close(session, task, None, at=at)
        elif found.due_at != task.due_at:
            task.due_at = found.due_at
            session.add(task)
    session.flush()  # the closed ones first: one open task per wait is a constraint
    if wanted:
        _open(session, subject, wanted.values(), document=document, at=at)


def _must_be_going(session: Session, subject: UUID, kind: TaskKind) -> None:
    """Nothing waits where a case rests: say so.  Raises Suspended."""
    document = session.get(Document, subject)
    if document and document.suspended_until:
        raise Suspended(document, kind.label)


def _was_mine(session: Session, subject: UUID, kind: TaskKind, by: Me) -> bool:
    """Whether this was asked of ``by`` here before: a second press, or a colleague's, deserves "done already"."""
    mine = col(Task.hat).in_(by.answers), col(Task.closed_at).is_not(None)
    asked = select(Task.id).where(Task.subject == subject, Task.kind == kind, *mine)
    return session.exec(asked).first() is not None


def _is_lent(session: Session, task: Task, by: Me) -> bool:
    """A substitute is cleared for what he answers, whatever the principal is."""
    document = session.get(Document, task.document_id) if task.may_be_lent else None
    return document is not None and access.may_know(by.person, document)


def _open(
    session: Session, subject: UUID, owed: Collection[Owed], *, document: Document | None, at: datetime
) -> None:
    """All together: sixty departments are asked in as many questions as one."""
    opened = [
        Task(
            subject=subject,
            document_id=document.id if document else None,
            kind=one.kind,
            hat=one.hat,
            about=one.about,
            opened_at=at,
            due_at=one.due_at,
        )
        for one in owed
    ]
    session.add_all(opened)
    if document:
        access.let_know(session, document.id, *(one.hat for one in owed), at=at)
    letters.ask(session, opened, document, at=at)


__all__ = [
    "NothingLent",
    "NothingToDo",
    "Over",
    "Owed",
    "SomebodyElses",
    "Task",
    "TaskKind",
    "asked_of",
    "close",
    "in_place_of",
    "open_tasks",
    "open_tasks_of",
    "settle",
    "take",
]
