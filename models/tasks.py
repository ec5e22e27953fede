"""待办: every wait is a row here, in somebody's inbox.  What should be open is computed, never remembered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import access, letters
from models.database import Table, moment, word
from models.document import Document
from models.errors import NotNow, NotYours
from models.people import Me


class TaskKind(StrEnum):
    """What somebody is asked to do."""

    REGISTER = "register"
    PROPOSE = "propose"
    SIGN = "sign"
    HAND_OUT = "hand-out"
    READ = "read"
    TAKE_BACK = "take-back"
    ACCEPT = "accept"
    COMPLETE = "complete"
    DECIDE_EXTENSION = "decide-extension"
    REVIEW = "review"
    ACKNOWLEDGE = "acknowledge"
    ARCHIVE = "archive"
    APPRAISE = "appraise"
    APPROVE_ORDER = "approve-order"
    WITNESS = "witness"
    CLAIM = "claim"
    SEE = "see"
    RESUME = "resume"
    CONFIRM = "confirm"
    RECEIPT = "receipt"
    ASSIST = "assist"
    ANSWER = "answer"

    @property
    def label(self) -> str:
        return TASK_LABELS[self]


TASK_LABELS = {
    TaskKind.REGISTER: "登记",
    TaskKind.PROPOSE: "拟办",
    TaskKind.SIGN: "批示",
    TaskKind.HAND_OUT: "送阅",
    TaskKind.READ: "阅签",
    TaskKind.TAKE_BACK: "收回传阅件",
    TaskKind.ACCEPT: "承办签收",
    TaskKind.COMPLETE: "承办",
    TaskKind.DECIDE_EXTENSION: "延期审批",
    TaskKind.REVIEW: "办结审核",
    TaskKind.ACKNOWLEDGE: "知悉办结",
    TaskKind.ARCHIVE: "归档",
    TaskKind.APPRAISE: "到期鉴定",
    TaskKind.APPROVE_ORDER: "销毁审批",
    TaskKind.WITNESS: "监销",
    TaskKind.CLAIM: "认领",
    TaskKind.SEE: "阅知",
    TaskKind.RESUME: "恢复办理",
    TaskKind.CONFIRM: "确认代录",
    TaskKind.RECEIPT: "回执",
    TaskKind.ASSIST: "协办",
    TaskKind.ANSWER: "答复子事项",
}


class Task(Table, table=True):
    """One wait for one hat.

    ``subject`` is the document or the destruction order; ``about`` the step, reading or assignment in it.
    """

    __table_args__ = (
        Index(
            "uq_task_open",
            "subject",
            "kind",
            "hat",
            "about",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_task_inbox", "hat", "closed_at", "due_at"),
        Index("ix_task_done", "closed_by", "closed_at"),
    )
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    subject: UUID = Field(index=True)
    document_id: UUID | None = Field(default=None, foreign_key="document.id", index=True)
    kind: TaskKind = word(TaskKind)
    hat: str = Field(max_length=60)
    about: UUID
    opened_at: datetime = moment()
    due_at: datetime | None = moment(default=None)
    closed_at: datetime | None = moment(default=None)
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")


@dataclass(frozen=True)
class Owed:
    """A task that should be open, as the facts have it."""

    kind: TaskKind
    hat: str
    about: UUID
    due_at: datetime | None = None


class NothingToDo(NotNow):
    def __init__(self, kind: TaskKind) -> None:
        super().__init__(f"现在没有待办的“{kind.label}”，可能已经办过，请刷新查看。")


class SomebodyElses(NotYours):
    def __init__(self, kind: TaskKind) -> None:
        super().__init__(f"这项“{kind.label}”由他人办理，不能代办。")


def take(
    session: Session,
    subject: UUID,
    kind: TaskKind,
    by: Me,
    *,
    about: UUID | None = None,
) -> Task:
    """The open task that lets ``by`` do this act.  Raises NothingToDo, SomebodyElses."""
    waiting = [t for t in open_tasks(session, subject) if t.kind is kind and about in (None, t.about)]
    mine = [t for t in waiting if t.hat in by.hats]
    if mine:
        return mine[0]
    raise SomebodyElses(kind) if waiting and not _was_mine(session, subject, kind, by) else NothingToDo(kind)


def close(session: Session, task: Task, by: Me | None, *, at: datetime) -> None:
    task.closed_at, task.closed_by = at, by.id if by else None
    session.add(task)


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
    for missing in wanted.values():
        _open(session, subject, missing, document=document, at=at)


def open_tasks(session: Session, subject: UUID) -> list[Task]:
    """What a document or order waits for now, oldest first."""
    return list(session.exec(_waiting().where(Task.subject == subject)))


def open_tasks_of(session: Session, subjects: Collection[UUID]) -> dict[UUID, list[Task]]:
    """The same for several at once."""
    found: dict[UUID, list[Task]] = {subject: [] for subject in subjects}
    for task in session.exec(_waiting().where(col(Task.subject).in_(subjects))):
        found[task.subject].append(task)
    return found


def _waiting() -> SelectOfScalar[Task]:
    return select(Task).where(col(Task.closed_at).is_(None)).order_by(col(Task.opened_at), col(Task.id))


def _was_mine(session: Session, subject: UUID, kind: TaskKind, by: Me) -> bool:
    """Whether this was asked of ``by`` here before: a second press, or a colleague's, deserves "done already"."""
    asked = select(Task.id).where(Task.subject == subject, Task.kind == kind, col(Task.hat).in_(by.hats))
    return session.exec(asked).first() is not None


def _open(session: Session, subject: UUID, owed: Owed, *, document: Document | None, at: datetime) -> None:
    task = Task(
        subject=subject,
        document_id=document.id if document else None,
        kind=owed.kind,
        hat=owed.hat,
        about=owed.about,
        opened_at=at,
        due_at=owed.due_at,
    )
    session.add(task)
    if document:
        access.let_know(session, document.id, owed.hat, at=at)
    letters.ask(session, task.id, owed.hat, owed.kind.value, at=at)
