"""退信与回信: a letter that a mail server sent back, and a reply that is answered with a pointer and decides nothing."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from models import letters
from models.haste import Haste
from models.letters import Letter, LetterKind
from models.people import Person

AGAIN_AFTER = timedelta(days=1)  # so that two machines never answer each other without end


def note_bounce(session: Session, letter_id: UUID, status: str, *, at: datetime) -> bool:
    """Stands on the letter from now on; a report about none of ours changes nothing.  Whether it was ours."""
    letter = session.get(Letter, letter_id)
    if letter is None or letter.sent_at is None:
        return False
    letter.bounced_at, letter.bounce = letter.bounced_at or at, status
    session.add(letter)
    return True


def answer(session: Session, address: str, *, at: datetime) -> Letter | None:
    """To somebody of the house, at most once a day; strangers hear nothing, so that nobody is written to by trick."""
    known = select(Person).where(func.lower(Person.mail) == address.lower(), col(Person.active))
    person = session.exec(known).first()
    if person is None or _answered(session, person, at):
        return None
    return letters.write(session, person, LetterKind.POINTER, at=at, how=Haste.NOW)


def _answered(session: Session, person: Person, at: datetime) -> bool:
    lately = (Letter.kind == LetterKind.POINTER, Letter.written_at > at - AGAIN_AFTER)
    told = select(Letter.id).where(Letter.person_id == person.id, *lately)
    return session.exec(told).first() is not None
