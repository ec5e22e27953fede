"""草稿: what somebody has written for a task and not done yet; nobody else sees it, and it goes when the task does.

It hangs on the task and not on the ledger's line: a copy that somebody else signs for takes nobody's words away.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, Session, col, delete, select

from config.language import _
from models.database import moment
from models.errors import Malformed
from models.people import Me
from models.sealed import Sealed, sealed
from models.values import optional_words

LONGEST = 2000
MOST = 10_000  # letters of all the fields together


class Draft(Sealed, table=True):
    """One person's, for one open task: the fields of its form as they were typed."""

    task_id: UUID = Field(foreign_key="task.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    typed: dict[str, Any] = sealed(dict)
    at: datetime = moment()


class TooLong(Malformed):
    def __init__(self) -> None:
        super().__init__(_("草稿太长，没有保存。"), "words")


def keep(
    session: Session, document_id: UUID, task_id: UUID, typed: Mapping[str, Any], *, by: Me, at: datetime
) -> Draft | None:
    """In the place of what was kept before; without words there is nothing to keep.  Raises TooLong, Malformed."""
    kept = of_task(session, task_id, by)
    if not optional_words(typed["words"], LONGEST, _("意见"), field="words"):
        forget(session, task_id, by)
        return None
    if len(str(typed)) > MOST:
        raise TooLong()
    kept = kept or Draft(task_id=task_id, person_id=by.id, document_id=document_id, typed={}, at=at)
    kept.typed, kept.at = dict(typed), at
    session.add(kept)
    return kept


def of_task(session: Session, task_id: UUID, me: Me) -> Draft | None:
    return session.exec(select(Draft).where(Draft.task_id == task_id, Draft.person_id == me.id)).first()


def forget(session: Session, task_id: UUID, by: Me | None = None) -> None:
    """One's own; without ``by`` everybody's: the task is over.  Every act asks: what it changed is not written yet."""
    of_it = delete(Draft).where(col(Draft.task_id) == task_id)
    session.connection().execute(of_it.where(col(Draft.person_id) == by.id) if by else of_it)
