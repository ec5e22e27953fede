"""动静: for whom something was asked or answered lately, so that open desks look again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, union_all

from models.inbox import Task

# One change: the task, whether it was closed, and whose desk it lies on.
Change = tuple[UUID, bool, str]


def since(session: Session, at: datetime) -> set[Change]:
    """What was opened or closed after ``at``, by the moments that the acts bear."""
    shown = (col(Task.id), col(Task.closed_at).is_not(None), col(Task.hat))
    opened = select(*shown).where(col(Task.opened_at) > at)
    closed = select(*shown).where(col(Task.closed_at) > at)
    return {(one, bool(over), hat) for one, over, hat in session.execute(union_all(opened, closed))}


def hats(changes: Iterable[Change]) -> set[str]:
    return {hat for _, _, hat in changes}
