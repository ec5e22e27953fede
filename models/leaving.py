"""人员变动: somebody left, came back, is away or is cleared for less; what waits for him is looked at again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from models import outbox
from models.inbox import Task
from models.outbox import Topic
from models.people import to_person


def look_again(session: Session, person_id: UUID, *, at: datetime) -> None:
    """The engine decides for each document whether this person can still be asked."""
    waiting = select(Task.subject, Task.document_id).where(
        Task.hat == to_person(person_id), col(Task.closed_at).is_(None)
    )
    for subject, document_id in sorted(set(session.exec(waiting)), key=lambda row: row[0]):
        outbox.owe(session, Topic.ADVANCE if document_id else Topic.ORDER, subject, at=at)
