"""待发: what is owed to the engine and the world, written in the same transaction as the act that owes it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlmodel import Field, Session, col, delete, func, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models.database import Table, moment, word


class Topic(StrEnum):
    """What is owed."""

    ADVANCE = "advance"
    ORDER = "order"
    STAND_IN = "stand-in"
    PRINT = "print"
    LETTER = "letter"
    ANCHOR = "anchor"
    PROOF = "proof"


# Somebody waits for a hand-over; mails and forms may wait for a mail server, never the other way round.
HAND_OVERS = (Topic.ADVANCE, Topic.ORDER, Topic.STAND_IN)
WORLD = (Topic.LETTER, Topic.PRINT, Topic.ANCHOR, Topic.PROOF)
GRACE = timedelta(seconds=1)
LONGEST_WAIT = timedelta(days=1)  # longer than any pause; only a delegation is owed for a day to come
EVERYTHING = UUID(int=0)  # the subject where there is no one in particular


class NotYet(Exception):
    """Nothing is wrong: it is owed from ``until`` on, and the attempt does not count."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class Errand(Table, table=True):
    """One thing owed.  ``subject`` is an opaque id: a document, order, delegation, letter, anchor …"""

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


def owe(
    session: Session, topic: Topic, subject: UUID, *, at: datetime, held: timedelta = timedelta(0)
) -> Errand:
    """Owe one thing from ``at`` on; a mail or form a moment later, so that the run it came of may do it too."""
    due = at + max(GRACE, held) if topic in WORLD else at
    errand = Errand(topic=topic, subject=subject, due_at=due)
    session.add(errand)
    return errand


def is_due(session: Session, topics: Collection[Topic], *, at: datetime) -> bool:
    """Whether a claim would find something; a look that holds nobody back."""
    return session.exec(_free(topics, at, at).limit(1)).first() is not None


def claim(
    session: Session,
    holder: str,
    topics: Collection[Topic],
    *,
    at: datetime,
    lease: timedelta,
    most: int,
    ahead: timedelta = timedelta(0),
) -> list[Errand]:
    """Take up to ``most`` errands due within ``ahead``; nobody else gets them until the lease runs out."""
    due = _free(topics, at, at + ahead).order_by(col(Errand.due_at), col(Errand.id)).limit(most)
    taken = list(session.exec(due.with_for_update(skip_locked=True)))
    for errand in taken:
        errand.holder, errand.held_until, errand.attempts = (
            holder,
            at + lease,
            errand.attempts + 1,
        )
    return taken


def _free(topics: Collection[Topic], at: datetime, due_by: datetime) -> SelectOfScalar[Errand]:
    return select(Errand).where(
        col(Errand.done_at).is_(None),
        col(Errand.dead_at).is_(None),
        col(Errand.due_at) <= due_by,
        or_(col(Errand.held_until).is_(None), col(Errand.held_until) < at),
        col(Errand.topic).in_(topics),
    )


def give_back(session: Session, ids: Collection[UUID], holder: str) -> None:
    """Claimed but not begun: owed as before, and the attempt does not count."""
    mine = update(Errand).where(
        col(Errand.id).in_(ids), col(Errand.holder) == holder, col(Errand.done_at).is_(None)
    )
    session.exec(mine.values(holder=None, held_until=None, attempts=col(Errand.attempts) - 1))


def take_over(session: Session, holder: str) -> None:
    """``holder`` died and starts anew: what it held is free at once."""
    left = update(Errand).where(col(Errand.holder) == holder, col(Errand.done_at).is_(None))
    session.exec(left.values(holder=None, held_until=None))


def finish(session: Session, ids: Collection[UUID], holder: str, *, at: datetime) -> None:
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


def put_off(session: Session, errand: Errand, *, until: datetime) -> None:
    """It was not begun: owed from ``until`` on, as if nobody had claimed it."""
    errand.attempts -= 1
    postpone(session, errand, until=until, error=errand.error)


def bring_back(session: Session, *, at: datetime) -> None:
    """The clock ran ahead and is right again: what was owed or held by it is due now, and not in a year."""
    far = at + LONGEST_WAIT
    left = (col(Errand.topic) != Topic.STAND_IN, col(Errand.done_at).is_(None), col(Errand.dead_at).is_(None))
    session.exec(update(Errand).where(*left, col(Errand.due_at) > far).values(due_at=at))
    session.exec(
        update(Errand).where(*left, col(Errand.held_until) > far).values(holder=None, held_until=None)
    )


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


def backlog(session: Session, topics: Collection[Topic], *, at: datetime) -> tuple[int, datetime | None]:
    """How many are due and not done, and since when the oldest of them waits."""
    found = select(func.count(), func.min(Errand.due_at)).where(
        col(Errand.done_at).is_(None),
        col(Errand.dead_at).is_(None),
        col(Errand.due_at) <= at,
        col(Errand.topic).in_(topics),
    )
    return session.exec(found).one()


def tried_in_vain(session: Session, topic: Topic) -> int:
    """How many wait for their next try."""
    open_ = (col(Errand.done_at).is_(None), col(Errand.dead_at).is_(None))
    failed = select(func.count()).where(*open_, Errand.topic == topic, Errand.error != "")
    return session.exec(failed).one()


def forget(session: Session, *, before: datetime) -> None:
    """Clear away what was done before a moment; the dead stay until somebody looks at them."""
    session.exec(delete(Errand).where(col(Errand.done_at) < before))


def is_owed(session: Session, subject: UUID) -> bool:
    """Whether the engine still has to look at this document or order."""
    owed = select(Errand.id).where(
        Errand.subject == subject, col(Errand.done_at).is_(None), col(Errand.dead_at).is_(None)
    )
    return session.exec(owed).first() is not None
