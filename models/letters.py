"""信件: mails owed to people.  A letter knows whom and what about; its words are made when it leaves."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, Session

from config.policy import policy
from models import delegations, outbox
from models.access import may_know
from models.database import Table, moment, word
from models.document import Document
from models.inbox import Task
from models.people import Person, wearers, wearers_of
from models.values import Level


class LetterKind(StrEnum):
    """What a letter is for."""

    ASK = "ask"
    REMIND = "remind"
    URGE = "urge"
    CLOSED = "closed"
    EXPIRED = "expired"
    CORRECTED = "corrected"
    CLOSED_SPECIALLY = "closed-specially"
    HANDED_OVER = "handed-over"
    SUBCASE_RETURNED = "subcase-returned"


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


def ask(session: Session, tasks: Collection[Task], level: Level, *, at: datetime) -> None:
    """Tell whoever may answer each task, where the policy wants a mail for such a one."""
    worth = [task for task in tasks if task.kind in policy().mail.ask_for]
    for task_id, people in addressees(session, worth, level, at=at).items():
        for person in people:
            write(session, person, LetterKind.ASK, at=at, task_id=task_id)


def addressees(
    session: Session, tasks: Collection[Task], level: Level, *, at: datetime
) -> dict[UUID, list[Person]]:
    """Whom a mail about each task reaches: the people behind its hat and their substitutes, cleared for ``level``."""
    behind = wearers_of(session, {task.hat for task in tasks})
    principals = {person.id for people in behind.values() for person in people}
    lent = delegations.substitutes(session, behind, principals, level, at)
    found: dict[UUID, list[Person]] = {}
    for task in tasks:
        standing_in = lent[task.hat] if task.may_be_lent else []
        named = {person.id: person for person in (*behind[task.hat], *standing_in)}
        found[task.id] = [person for person in named.values() if person.clearance.rank >= level.rank]
    return found


def tell(session: Session, hat: str, kind: str, document_id: UUID, *, at: datetime) -> None:
    """Tell the people behind ``hat`` something about a document, if they are cleared for it."""
    document = session.get_one(Document, document_id)
    for person in wearers(session, hat):
        if may_know(person, document):
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
