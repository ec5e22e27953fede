"""再想一想: what somebody did last that may still be had back, and how it was before.  Nothing is decided by it.

The button stands for ``SHOWN``; a mail that could still be called back is held for ``held_mail.HELD``; what concerns
nobody else comes back for a minute, because a slow network brings a press late.
"""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Text
from sqlmodel import Field, Session

from config.language import _
from models.database import Table, moment, word
from models.errors import NotNow
from models.kinds import Labelled
from models.people import Me

SHOWN = timedelta(seconds=10)
LONGEST = timedelta(minutes=1)


class What(Labelled):
    """What can be had back: the word of the notice that says it was done, and what stands on the button."""

    URGING = "urging", "撤销催办"
    CHASING = "chasing", "撤销催收"
    CLAIM = "claim", "撤销认领"
    PHRASES = "phrases", "撤销更改"
    MAIL = "mail-wished", "撤销更改"
    KEYS = "keys", "撤销更改"
    FILTER_NAME = "filter-renamed", "撤销改名"


class SecondThought(Table, table=True):
    """One to a person: the last.  ``before`` names rows and settings, never what a paper says."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    id: UUID = Field(default_factory=uuid4)
    what: What = word(What)
    before: str = Field(sa_type=Text)
    at: datetime = moment()

    @property
    def told(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.before)
        return read


class NothingToUndo(NotNow):
    def __init__(self) -> None:
        super().__init__(_("没有可以撤销的：已经撤销过，或者十秒已过。"))


def note(session: Session, what: What, before: dict[str, Any], *, by: Me, at: datetime) -> SecondThought:
    """In the place of what was done before it."""
    told = json.dumps(before, ensure_ascii=False)
    return session.merge(SecondThought(person_id=by.id, id=uuid4(), what=what, before=told, at=at))


def fresh(session: Session, me: Me, *, at: datetime) -> SecondThought | None:
    """What a page offers to undo."""
    last = session.get(SecondThought, me.id)
    return last if last and last.at <= at <= last.at + SHOWN else None


def take(session: Session, thought_id: UUID, *, by: Me, at: datetime) -> SecondThought:
    """Once.  Raises NothingToUndo."""
    last = session.get(SecondThought, by.id, with_for_update=True)
    if last is None or last.id != thought_id or at > last.at + LONGEST:
        raise NothingToUndo()
    session.delete(last)
    return last
