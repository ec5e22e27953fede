"""待发: what is owed to the engine and the world, written in the same transaction as the act that owes it."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlmodel import Field, Session, col, func, or_, select, update

from models.database import Table, moment, word


class Topic(StrEnum):
    """What is owed."""

    ADVANCE = "advance"
    ORDER = "order"
    PRINT = "print"
    LETTER = "letter"


class Errand(Table, table=True):
    """One thing owed.  ``subject`` is an opaque id: document, order, print job or letter."""

    __table_args__ = (
        Index(
            "ix_errand_owed",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_errand_subject", "subject"),
    )
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    topic: Topic = word(Topic)
    subject: UUID
    due_at: datetime = moment()
    attempts: int = 0
    holder: str | None = Field(default=None, max_length=80)
    held_until: datetime | None = moment(default=None)
    done_at: datetime | None = moment(default=None)
    dead_at: datetime | None = moment(default=None)
    error: str = Field(default="", max_length=80)


def owe(session: Session, topic: Topic, subject: UUID, *, at: datetime) -> Errand:
    """Owe one thing from ``at`` on."""
    errand = Errand(topic=topic, subject=subject, due_at=at)
    session.add(errand)
    return errand


def claim(session: Session, holder: str, *, at: datetime, lease: timedelta, most: int) -> list[Errand]:
    """Take up to ``most`` due errands for ``holder``; nobody else gets them until the lease runs out."""
    free = or_(col(Errand.held_until).is_(None), col(Errand.held_until) < at)
    due = (
        select(Errand)
        .where(
            col(Errand.done_at).is_(None),
            col(Errand.dead_at).is_(None),
            col(Errand.due_at) <= at,
            free,
        )
        .order_by(col(Errand.due_at), col(Errand.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = list(session.exec(due))
    for errand in taken:
        errand.holder, errand.held_until, errand.attempts = (
            holder,
            at + lease,
            errand.attempts + 1,
        )
    return taken


def finish(session: Session, ids: list[UUID], holder: str, *, at: datetime) -> None:
    """Done.  A holder whose lease was taken over changes nothing."""
    mine = update(Errand).where(col(Errand.id).in_(ids), col(Errand.holder) == holder)
    session.exec(mine.values(done_at=at, error=""))


def postpone(session: Session, errand: Errand, *, until: datetime, error: str) -> None:
    """It did not work; try again at ``until``.  ``error`` is a safe code, never a text from outside."""
    errand.due_at, errand.error, errand.holder, errand.held_until = (
        until,
        error,
        None,
        None,
    )
    session.add(errand)


def bury(session: Session, errand: Errand, *, at: datetime, error: str) -> None:
    """Given up: it stands on the dead-letter page until somebody revives it."""
    errand.dead_at, errand.error, errand.holder, errand.held_until = (
        at,
        error,
        None,
        None,
    )
    session.add(errand)


def revive(session: Session, errand: Errand, *, at: datetime) -> None:
    errand.dead_at, errand.attempts, errand.due_at = None, 0, at
    session.add(errand)


def waiting(session: Session, topic: Topic | None = None) -> int:
    """How many are owed now."""
    open_ones = (
        select(func.count())
        .select_from(Errand)
        .where(col(Errand.done_at).is_(None), col(Errand.dead_at).is_(None))
    )
    return session.exec(open_ones.where(Errand.topic == topic) if topic else open_ones).one()


def oldest(session: Session) -> datetime | None:
    """Since when the oldest owed errand waits."""
    return session.exec(
        select(func.min(Errand.due_at)).where(col(Errand.done_at).is_(None), col(Errand.dead_at).is_(None))
    ).one()
