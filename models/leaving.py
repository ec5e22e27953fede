"""人员变动: somebody left, came back, is away or is cleared for less; what waits for him is looked at again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from models import audit, feeds, outbox, signins
from models.audit_words import Act
from models.document import Document
from models.inbox import Task, TaskKind
from models.outbox import Topic
from models.paper_opinions import PaperOpinion
from models.people import Me, Person, to_person
from models.readings import Reading
from models.rounds import Seat
from models.stages import Stage


def close_account(
    session: Session,
    person: Person,
    *,
    by: Me | Person | None,
    at: datetime,
    why: str = "",
    gone: bool = False,
) -> None:
    """Out of every session and calendar at once; what waits is looked at again.  ``gone``: the directory said so."""
    person.active, person.closed_at, person.gone = False, at, gone
    session.add(person)
    signins.end_all(session, person.id)
    feeds.end_all(session, person.id)
    look_again(session, person.id, at=at)
    audit.record(session, Act.ACCOUNT_CLOSED, by=by, at=at, about=person.uid, why=why)


def come_back(
    session: Session, person: Person, *, by: Me | Person | None, at: datetime, why: str = ""
) -> None:
    """The account is open again, with the roles that nobody withdrew meanwhile."""
    person.active, person.closed_at, person.gone = True, None, False
    session.add(person)
    look_again(session, person.id, at=at)
    audit.record(session, Act.ACCOUNT_REOPENED, by=by, at=at, about=person.uid, why=why)


def look_again(session: Session, person_id: UUID, *, at: datetime) -> None:
    """The engine decides for each document whether this person can still be asked, now or when his turn comes.

    What one of a post may claim is looked at too: he may have been the last of them.
    """
    asked = select(Task.subject, Task.document_id).where(
        or_(Task.hat == to_person(person_id), Task.kind == TaskKind.CLAIM), col(Task.closed_at).is_(None)
    )
    to_read = select(Document.id, Document.id).where(
        Document.stage == Stage.APPROVED,
        col(Document.id).in_(
            select(Reading.document_id).where(Reading.reader_id == person_id, col(Reading.read_at).is_(None))
        ),
    )
    to_confirm = (
        select(PaperOpinion.document_id, PaperOpinion.document_id)
        .join(Seat, col(Seat.id) == PaperOpinion.seat_id)
        .where(Seat.hat == to_person(person_id), col(PaperOpinion.confirmed_at).is_(None))
    )
    found = {*session.exec(asked), *session.exec(to_read), *session.exec(to_confirm)}
    for subject, document_id in sorted(found, key=lambda row: row[0]):
        outbox.owe(session, Topic.ADVANCE if document_id else Topic.ORDER, subject, at=at)
