"""发信情况: which mails left about one document: to whom, what for, when, and which came back.  Never their words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from models.document import Document
from models.inbox import Task, TaskKind
from models.letters import Letter, LetterKind
from models.people import Person


@dataclass(frozen=True)
class Mailed:
    """``asked``: the task that it was about.  ``gathered``: it left in a digest."""

    to: str
    kind: LetterKind
    asked: TaskKind | None
    sent_at: datetime
    gathered: bool
    bounced: bool


def mailed(session: Session, document: Document) -> list[Mailed]:
    """Oldest first."""
    letters, asked = _letters(session, document), _asked(session, document)
    came_back = _came_back(session, letters)
    return [_told(session, one, asked, came_back) for one in letters]


def _letters(session: Session, document: Document) -> list[Letter]:
    tasks = select(Task.id).where(Task.document_id == document.id)
    own = or_(Letter.document_id == document.id, col(Letter.task_id).in_(tasks))
    left = select(Letter).where(own, col(Letter.sent_at).is_not(None), col(Letter.dropped_at).is_(None))
    return list(session.exec(left.order_by(col(Letter.sent_at), col(Letter.id))))


def _asked(session: Session, document: Document) -> dict[UUID, TaskKind]:
    return {one.id: one.kind for one in session.exec(select(Task).where(Task.document_id == document.id))}


def _came_back(session: Session, letters: list[Letter]) -> set[UUID]:
    """Of those and of the digests that they left in."""
    ids = {one.digest_id or one.id for one in letters}
    return set(
        session.exec(select(Letter.id).where(col(Letter.id).in_(ids), col(Letter.bounced_at).is_not(None)))
    )


def _told(session: Session, letter: Letter, asked: dict[UUID, TaskKind], came_back: set[UUID]) -> Mailed:
    assert letter.sent_at is not None
    return Mailed(
        to=session.get_one(Person, letter.person_id).name,
        kind=letter.kind,
        asked=asked.get(letter.task_id) if letter.task_id else None,
        sent_at=letter.sent_at,
        gathered=letter.digest_id is not None,
        bounced=(letter.digest_id or letter.id) in came_back,
    )
