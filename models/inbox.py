"""待办箱: the rows of the inbox: what is asked, of which hat, since when, and when it was answered."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Index, and_, or_, text
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from config.language import each
from models import drafts
from models.database import Table, moment, word
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
    COUNTERSIGN = "countersign"
    CLAIM = "claim"
    SEE = "see"
    RESUME = "resume"
    CONFIRM = "confirm"
    RECEIPT = "receipt"
    ASSIST = "assist"
    ANSWER = "answer"
    DECIDE_SCOPE = "decide-scope"

    @property
    def label(self) -> str:
        return TASK_LABELS[self]


TASK_LABELS = each(
    {
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
        TaskKind.COUNTERSIGN: "会签",
        TaskKind.CLAIM: "认领",
        TaskKind.SEE: "阅知",
        TaskKind.RESUME: "恢复办理",
        TaskKind.CONFIRM: "确认代录",
        TaskKind.RECEIPT: "回执",
        TaskKind.ASSIST: "协办",
        TaskKind.ANSWER: "答复子事项",
        TaskKind.DECIDE_SCOPE: "知悉范围审批",
    }
)


# What nobody does for another: 销毁审批 and 监销 are two pairs of eyes, and only a signer confirms his own words.
IN_PERSON = (TaskKind.APPROVE_ORDER, TaskKind.WITNESS, TaskKind.CONFIRM)

# What nothing waits for: a document with nothing else open is carried on, or found by the sweeper.
BESIDE = (TaskKind.SEE, TaskKind.RECEIPT, TaskKind.DECIDE_SCOPE)

# What goes on wherever the document is put.
GOES_ON = (*BESIDE, TaskKind.CONFIRM, TaskKind.TAKE_BACK, TaskKind.ACKNOWLEDGE)


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
        Index("ix_task_opened_at", "opened_at"),
        Index("ix_task_closed_at", "closed_at"),
    )
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    subject: UUID = Field(index=True)
    document_id: UUID | None = Field(default=None, foreign_key="document.id", index=True)
    kind: TaskKind = word(TaskKind)
    hat: str = Field(max_length=60)
    about: UUID
    opened_at: datetime = moment()
    due_at: datetime | None = moment(default=None)
    seen_at: datetime | None = moment(default=None)
    closed_at: datetime | None = moment(default=None)
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")

    @property
    def may_be_lent(self) -> bool:
        """Whether a substitute may answer it: on a document, and nothing that must be done in person."""
        return self.document_id is not None and self.kind not in IN_PERSON


def open_tasks(session: Session, subject: UUID) -> list[Task]:
    """What a document or order waits for now, oldest first."""
    return list(session.exec(_waiting().where(Task.subject == subject)))


def open_tasks_of(session: Session, subjects: Collection[UUID]) -> dict[UUID, list[Task]]:
    """The same for several at once."""
    found: dict[UUID, list[Task]] = {subject: [] for subject in subjects}
    for task in session.exec(_waiting().where(col(Task.subject).in_(subjects))):
        found[task.subject].append(task)
    return found


def unseen(session: Session, subject: UUID, by: Me) -> list[Task]:
    """What waits for this person here and was not opened yet."""
    return [one for one in open_tasks(session, subject) if one.seen_at is None and one.hat in by.may_answer]


def see(session: Session, subject: UUID, by: Me, *, at: datetime) -> None:
    """Somebody who is asked has opened it: from now on nobody before takes his act back."""
    for task in unseen(session, subject, by):
        task.seen_at = at
        session.add(task)


def is_for(task: Task, me: Me) -> bool:
    """Whether somebody may answer it: asked of one of his or her hats, or lent."""
    return task.hat in me.hats or (task.may_be_lent and task.hat in me.may_answer)


def withdraw(session: Session, subject: UUID, *, at: datetime) -> None:
    """The document was put elsewhere: nobody does what was asked until the engine has looked again."""
    for task in open_tasks(session, subject):
        if task.kind not in GOES_ON:
            task.closed_at = at
            session.add(task)
            drafts.forget(session, task.id)


def waiting_for(me: Me) -> ColumnElement[bool]:
    """What somebody may answer: what is asked of him or her, and what is lent."""
    mine = and_(col(Task.hat).in_(me.hats), col(Task.closed_at).is_(None))
    return or_(mine, lent_to(me)) if me.stands_in else mine


def lent_to(me: Me) -> ColumnElement[bool]:
    """The open tasks that somebody may answer for those who delegated theirs."""
    return and_(
        col(Task.hat).in_([one.hat for one in me.stands_in]),
        col(Task.closed_at).is_(None),
        col(Task.document_id).is_not(None),
        col(Task.kind).not_in(IN_PERSON),
    )


def _waiting() -> SelectOfScalar[Task]:
    """Of those that were opened at one moment in an order that stays, whatever their ids are."""
    at_once = col(Task.kind), col(Task.hat), col(Task.id)
    return select(Task).where(col(Task.closed_at).is_(None)).order_by(col(Task.opened_at), *at_once)
