"""登录到一半: the password was right, and something is still owed before a session begins: a code, a new password."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, Session, col, delete

from config.language import _
from config.policy import policy
from models import codes, factors, password_history, signins
from models.database import Table, moment
from models.errors import NotNow
from models.made_here import must_be_ours
from models.people import Person


class Owed(StrEnum):
    """What comes next; also the last part of its page's URL."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105  the name of a step


class HalfWay(Table, table=True):
    """One sign-in that is not through.  It opens nothing; the browser that began it holds its secret.

    ``coded``: the second factor was given.  ``vouched``: an identity provider said who this is; no password of ours
    was typed.
    """

    digest: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    csrf: str
    begun_at: datetime = moment(index=True)
    coded: bool = False
    vouched: bool = False
    mac: str = Field(default="", max_length=64)

    @property
    def code(self) -> str:
        """Whoever has no key cannot say that a password or a code was right."""
        given = str(int(self.coded)), str(int(self.vouched))
        begun = codes.iso(self.begun_at)
        return codes.chained("half-way", self.digest, self.person_id.hex, self.csrf, begun, *given)


class TooLate(NotNow):
    def __init__(self) -> None:
        super().__init__(_("登录没有在规定时间内完成，请重新登录。"))


def owed(session: Session, person: Person, *, at: datetime, coded: bool, vouched: bool) -> Owed | None:
    """What this person has to do next; None: let him in."""
    if not coded and factors.has(session, person.id):
        return Owed.CODE
    if not vouched and password_history.why_change(session, person, at=at):
        return Owed.PASSWORD
    return None


def begin(session: Session, person: Person, *, at: datetime, coded: bool, vouched: bool) -> str:
    """The secret that the browser keeps meanwhile."""
    forget(session, at=at)
    secret, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    half = HalfWay(
        digest=signins.digest(secret),
        person_id=person.id,
        csrf=csrf,
        begun_at=at,
        coded=coded,
        vouched=vouched,
    )
    half.mac = half.code
    session.add(half)
    return secret


def find(session: Session, secret: str, step: Owed, *, at: datetime) -> tuple[HalfWay, Person]:
    """Raises TooLate, also when the account was closed meanwhile, or something else comes first; NotOurs."""
    half = session.get(HalfWay, signins.digest(secret))
    if half:
        must_be_ours(half)
    person = session.get(Person, half.person_id) if half else None
    if half is None or person is None or not person.active or at - half.begun_at > _longest():
        raise TooLate()
    if owed(session, person, at=at, coded=half.coded, vouched=half.vouched) is not step:
        raise TooLate()
    return half, person


def end(session: Session, secret: str) -> None:
    session.exec(delete(HalfWay).where(col(HalfWay.digest) == signins.digest(secret)))


def forget(session: Session, *, at: datetime) -> None:
    session.exec(delete(HalfWay).where(col(HalfWay.begun_at) < at - _longest()))


def end_all(session: Session, person_id: UUID) -> None:
    """Whatever this person began is void: the password is another, or the account was closed."""
    session.exec(delete(HalfWay).where(col(HalfWay.person_id) == person_id))


def _longest() -> timedelta:
    return timedelta(minutes=policy().sign_in.half_way_minutes)
