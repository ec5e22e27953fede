"""登录: browsers and phones that somebody signed in with.  Only the digest of a cookie is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam
from sqlmodel import Field, Session, col, delete, select, update

from config.policy import policy
from models import delegations
from models.database import Moment, Table, moment
from models.delegations import Delegation
from models.people import Me, Person, RoleGrant


class SignIn(Table, table=True):
    digest: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    csrf: str
    begun_at: datetime = moment()
    seen_at: datetime = moment()


_LENT = and_(
    col(Delegation.substitute_id) == Person.id,
    col(Delegation.starts) <= bindparam("at", type_=Moment),
    col(Delegation.ends) > bindparam("at", type_=Moment),
    col(Delegation.revoked_at).is_(None),
)
WHO = (  # one question, made once: every click asks it
    select(SignIn, Person, RoleGrant, Delegation)
    .join_from(SignIn, Person, col(Person.id) == SignIn.person_id)
    .outerjoin(RoleGrant, col(RoleGrant.person_id) == Person.id)
    .outerjoin(Delegation, _LENT)
    .where(SignIn.digest == bindparam("digest"))
)


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
    rows = session.exec(WHO, params={"digest": digest(secret), "at": at}).all()
    if not rows:
        return None
    found, person, _, _ = rows[0]
    idle = timedelta(minutes=policy().sign_in.idle_minutes)
    longest = timedelta(hours=policy().sign_in.longest_hours)
    if not person.active or at - found.seen_at > idle or at - found.begun_at > longest:
        return None
    roles = frozenset(grant.role for _, _, grant, _ in rows if grant)
    lent = {taken.id: taken for _, _, _, taken in rows if taken}
    return found, delegations.lent_to(session, Me(person, roles), list(lent.values()))


def renew(session: Session, secret: str, *, at: datetime) -> None:
    """Somebody is still there."""
    session.exec(update(SignIn).where(col(SignIn.digest) == digest(secret)).values(seen_at=at))


def end(session: Session, secret: str) -> None:
    session.exec(delete(SignIn).where(col(SignIn.digest) == digest(secret)))


def end_all(session: Session, person_id: UUID) -> None:
    """Sign a person out everywhere: the password changed, or the account was closed."""
    session.exec(delete(SignIn).where(col(SignIn.person_id) == person_id))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
