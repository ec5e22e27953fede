"""信件: mails owed to people.  A letter knows whom and what about; its words are made when it leaves."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID, uuid4

from sqlmodel import Field, Session

from config.policy import policy
from models import outbox
from models.database import Table, moment, word
from models.people import Person, wearers, wearers_of
from models.values import Level


class LetterKind(StrEnum):
    """What a letter is for."""

    ASK = "ask"
    REMIND = "remind"
    CLOSED = "closed"


class Letter(Table, table=True):
    """One mail to one person about a task or a document.  Dropped: when its turn came nothing was left to say."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: LetterKind = word(LetterKind)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    task_id: UUID | None = Field(default=None, index=True)
    document_id: UUID | None = Field(default=None, foreign_key="document.id", index=True)
    written_at: datetime = moment()
    sent_at: datetime | None = moment(default=None)
    dropped_at: datetime | None = moment(default=None)


class Asked(Protocol):
    """A task, as far as a letter needs to know it."""

    @property
    def id(self) -> UUID: ...
    @property
    def hat(self) -> str: ...
    @property
    def kind(self) -> StrEnum: ...


def ask(session: Session, tasks: Collection[Asked], level: Level, *, at: datetime) -> None:
    """Tell the people behind each hat, if cleared for ``level``, where the policy wants a mail for such a task."""
    worth = [task for task in tasks if task.kind in policy().mail.ask_for]
    behind = wearers_of(session, {task.hat for task in worth})
    for task in worth:
        for person in behind[task.hat]:
            if person.clearance.rank >= level.rank:
                write(session, person, LetterKind.ASK, at=at, task_id=task.id)


def tell(session: Session, hat: str, kind: str, document_id: UUID, *, at: datetime) -> None:
    """Tell the people behind ``hat`` something about a document."""
    for person in wearers(session, hat):
        write(session, person, LetterKind(kind), at=at, document_id=document_id)


def write(
    session: Session,
    person: Person,
    kind: LetterKind,
    *,
    at: datetime,
    task_id: UUID | None = None,
    document_id: UUID | None = None,
) -> Letter | None:
    """Owe one mail; None where the person has no address (the inbox still shows the task)."""
    if not person.mail:
        return None
    letter = Letter(
        kind=kind,
        person_id=person.id,
        task_id=task_id,
        document_id=document_id,
        written_at=at,
    )
    session.add(letter)
    outbox.owe(session, outbox.Topic.LETTER, letter.id, at=at)
    return letter
