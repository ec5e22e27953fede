"""未送达邮件: mails that were tried often enough.  To whom, about which number, what went wrong; never a title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from config.language import _
from models import audit, letters, outbox, powers
from models.audit_words import Act
from models.document import Document
from models.errors import NotFound
from models.letters import Letter, LetterKind
from models.orders import DestructionOrder
from models.outbox import Errand, Topic
from models.people import Me, Person
from models.powers import Power
from models.tasks import Task
from models.values import words

DEAD = select(Errand).where(
    Errand.topic == Topic.LETTER, col(Errand.dead_at).is_not(None), col(Errand.done_at).is_(None)
)
LATELY = timedelta(days=30)  # an address that was mended since is news no more


@dataclass(frozen=True)
class DeadLetter:
    """``number``: what it is about, as a register calls it; empty for a mail about an account."""

    id: UUID
    kind: LetterKind
    number: str
    person: Person
    attempts: int
    error: str
    given_up_at: datetime | None


@dataclass(frozen=True)
class Bounced:
    """A mail that left and came back.  ``status``: what the reader's mail server said, such as 5.1.1."""

    kind: LetterKind
    number: str
    person: Person
    status: str
    at: datetime


def waiting(session: Session) -> list[DeadLetter]:
    """Oldest first."""
    return [_told(session, errand) for errand in session.exec(DEAD.order_by(col(Errand.dead_at)))]


def bounced(session: Session, *, at: datetime) -> list[Bounced]:
    """What came back lately, newest first."""
    lately = (
        select(Letter).where(col(Letter.bounced_at) > at - LATELY).order_by(col(Letter.bounced_at).desc())
    )
    return [
        Bounced(
            letter.kind,
            _number(session, letter),
            session.get_one(Person, letter.person_id),
            letter.bounce,
            letter.bounced_at,
        )
        for letter in session.exec(lately)
        if letter.bounced_at
    ]


def all_to_change(session: Session) -> list[Errand]:
    return list(session.exec(DEAD.with_for_update()))


def find_to_change(session: Session, id: UUID) -> Errand:
    """Raises NotFound; so does one that somebody sent again or gave up a moment ago."""
    errand = session.exec(DEAD.where(Errand.id == id).with_for_update()).one_or_none()
    if errand is None:
        raise NotFound(_("没有这封未送达邮件，可能已经重发或放弃。"))
    return errand


def send_again(session: Session, errands: Sequence[Errand], *, by: Me | None, at: datetime) -> int:
    """重发, of one or several; how many.  ``by`` None: somebody at the server.  Raises NotYourRole."""
    if by:
        powers.must_have(by, Power.KEEP_MAIL)
    for errand in errands:
        outbox.revive(session, errand, at=at)
        audit.record(session, Act.LETTER_SENT_AGAIN, by=by, at=at, about=str(errand.subject))
    return len(errands)


def give_up(session: Session, errand: Errand, why: str, *, by: Me, at: datetime) -> None:
    """放弃: it never leaves; the task stays in the inbox.  Raises NotYourRole, Malformed."""
    powers.must_have(by, Power.KEEP_MAIL)
    why = words(why, 200, _("放弃的理由"), field="words")
    letters.drop(session, session.get_one(Letter, errand.subject), at=at)
    errand.done_at = at
    session.add(errand)
    audit.record(session, Act.LETTER_GIVEN_UP, by=by, at=at, about=str(errand.subject), why=why)


def _told(session: Session, errand: Errand) -> DeadLetter:
    letter = session.get_one(Letter, errand.subject)
    return DeadLetter(
        id=errand.id,
        kind=letter.kind,
        number=_number(session, letter),
        person=session.get_one(Person, letter.person_id),
        attempts=errand.attempts,
        error=errand.error,
        given_up_at=errand.dead_at,
    )


def _number(session: Session, letter: Letter) -> str:
    task = session.get(Task, letter.task_id) if letter.task_id else None
    document_id = letter.document_id or (task.document_id if task else None)
    if document_id:
        return session.get_one(Document, document_id).label
    order = session.get(DestructionOrder, task.subject) if task else None
    return order.number if order else ""
