"""登录: browsers and phones that somebody signed in with.  Only the digest of a cookie is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, Session, col, delete

from models.database import Table, moment
from models.people import Me, Person, me

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


class SignIn(Table, table=True):
    digest: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    csrf: str
    begun_at: datetime = moment()
    seen_at: datetime = moment()


def begin(session: Session, person: Person, *, at: datetime) -> str:
    """Start a session and return the secret that goes into the cookie, this once."""
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            digest=digest(secret),
            person_id=person.id,
            csrf=secrets.token_urlsafe(32),
            begun_at=at,
            seen_at=at,
        )
    )
    return secret


def who(session: Session, secret: str, *, at: datetime) -> tuple[SignIn, Me] | None:
    """The session and person behind a cookie; None when it ended, idled out or the person left."""
    found = session.get(SignIn, digest(secret))
    if found is None or at - found.seen_at > IDLE or at - found.begun_at > LONGEST:
        return None
    person = session.get(Person, found.person_id)
    return (found, me(session, person)) if person and person.active else None


def end(session: Session, secret: str) -> None:
    session.exec(delete(SignIn).where(col(SignIn.digest) == digest(secret)))


def end_all(session: Session, person_id: UUID) -> None:
    """Sign a person out everywhere: the password changed, or the account was closed."""
    session.exec(delete(SignIn).where(col(SignIn.person_id) == person_id))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
