"""统一登录的身份: who an identity provider's subject is here; and the sign-ins that were begun there."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, Session, col, delete, select

from config.language import _
from models import audit, people, signins
from models.attempts import fold
from models.audit_words import Act
from models.database import Table, moment
from models.errors import NotYours
from models.people import Person

LIVES = timedelta(minutes=10)


class Identity(Table, table=True):
    """Bound at the first sign-in, and then for good: whatever name the provider gives later, this one is meant."""

    issuer: str = Field(primary_key=True, max_length=200)
    subject: str = Field(primary_key=True, max_length=255)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    bound_at: datetime = moment()


class Asking(Table, table=True):
    """A sign-in that waits for the provider's answer: for one browser, and answered once."""

    digest: str = Field(primary_key=True, max_length=64)
    browser: str = Field(max_length=64)
    nonce: str
    verifier: str
    next: str
    begun_at: datetime = moment(index=True)


@dataclass(frozen=True)
class Begun:
    """``state`` goes to the provider, ``secret`` into the browser's cookie."""

    state: str
    secret: str
    nonce: str
    verifier: str


class NobodyHere(NotYours):
    def __init__(self) -> None:
        super().__init__(_("统一登录成功，但本系统没有您的账号，或者账号已停用。请联系系统管理员。"))


class NotAsked(NotYours):
    def __init__(self) -> None:
        super().__init__(_("这次统一登录不是在这个浏览器里发起的，或者已经用过、过期。请重新登录。"))


def begin(session: Session, next: str, *, at: datetime) -> Begun:
    session.exec(delete(Asking).where(col(Asking.begun_at) < at - LIVES))
    state, secret, nonce = (secrets.token_urlsafe(32) for _ in range(3))
    begun = Begun(state, secret, nonce, verifier=secrets.token_urlsafe(48))
    asking = Asking(
        digest=signins.digest(begun.state),
        browser=signins.digest(begun.secret),
        nonce=begun.nonce,
        verifier=begun.verifier,
        next=next,
        begun_at=at,
    )
    session.add(asking)
    return begun


def take(session: Session, state: str, secret: str, *, at: datetime) -> Asking | None:
    """What this browser asked under this state, this once; None: it did not, or too long ago."""
    asked = select(Asking).where(Asking.digest == signins.digest(state)).with_for_update()
    found = session.exec(asked).one_or_none()
    if found is None:
        return None
    session.delete(found)
    ours = found.browser == signins.digest(secret)
    return found if ours and at - found.begun_at <= LIVES else None


def person_of(session: Session, issuer: str, subject: str, uid: str, *, at: datetime) -> Person:
    """Who this is here.  ``uid`` counts at the first sign-in only.  Raises NobodyHere."""
    bound = session.get(Identity, (issuer, subject))
    person = session.get(Person, bound.person_id) if bound else people.find_uid(session, fold(uid))
    if person is None or not person.active:
        raise NobodyHere()
    if bound is None:
        _bind(session, issuer, subject, person, at)
    return person


def _bind(session: Session, issuer: str, subject: str, person: Person, at: datetime) -> None:
    """One subject of a provider's for one person: another who comes under the same name is somebody else."""
    taken = select(Identity).where(Identity.issuer == issuer, Identity.person_id == person.id)
    if session.exec(taken).first():
        raise NobodyHere()
    session.add(Identity(issuer=issuer, subject=subject, person_id=person.id, bound_at=at))
    audit.record(session, Act.IDENTITY_BOUND, by=person, at=at, about=person.uid, why=issuer)
