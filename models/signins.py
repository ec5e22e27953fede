"""登录: browsers and phones that somebody signed in with.  Only the digest of a cookie is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam
from sqlmodel import Field, Session, col, delete, select, update

from config.policy import policy
from models import codes, delegations
from models.database import Moment, Table, moment
from models.delegations import Delegation
from models.made_here import must_be_ours
from models.people import Me, Person, RoleGrant, roles_of

HANDLE = 16  # so much of a digest names a session to its owner and to nobody else


class SignIn(Table, table=True):
    """``password_at`` and ``factor_at``: when the person last proved who he or she is, and how.

    ``roles``: those held at sign-in, with clearance and department; whoever has others since signs in anew.
    ``mac``: only this product, which has the audit key, can write such a row.
    """

    digest: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    csrf: str
    begun_at: datetime = moment()
    seen_at: datetime = moment()
    password_at: datetime | None = moment(default=None)
    factor_at: datetime | None = moment(default=None)
    roles: str = Field(default="", max_length=200)
    device: str = Field(default="", max_length=60)
    address: str = Field(default="", max_length=45)
    mac: str = Field(default="", max_length=64)

    @property
    def code(self) -> str:
        """Over all but ``seen_at``, which every minute moves: at worst a session lasts its longest hours."""
        proved = [codes.iso(one) if one else "" for one in (self.begun_at, self.password_at, self.factor_at)]
        where = (self.roles, self.device, self.address)
        return codes.chained("sign-in", self.digest, self.person_id.hex, self.csrf, *proved, *where)

    @property
    def handle(self) -> str:
        return self.digest[:HANDLE]


@dataclass(frozen=True)
class Place:
    """Where somebody signs in: the address, and what kind of browser on what kind of machine."""

    address: str = ""
    device: str = ""


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


def begin(
    session: Session, person: Person, *, at: datetime, place: Place | None = None, factor: bool = False
) -> str:
    """Start a session and return the secret that goes into the cookie, this once.

    ``factor``: the second factor was asked for too.
    """
    secret, place = secrets.token_urlsafe(32), place or Place()
    begun = SignIn(
        digest=digest(secret),
        person_id=person.id,
        csrf=secrets.token_urlsafe(32),
        begun_at=at,
        seen_at=at,
        password_at=at,
        factor_at=at if factor else None,
        roles=_told(Me(person, roles_of(session, person.id))),
        device=place.device,
        address=place.address,
    )
    begun.mac = begun.code
    session.add(begun)
    return secret


def who(session: Session, secret: str, *, at: datetime) -> tuple[SignIn, Me] | None:
    """The session and person behind a cookie; None when it ended, idled out, or the person left or changed roles.

    Raises NotOurs.
    """
    rows = session.exec(WHO, params={"digest": digest(secret), "at": at}).all()
    if not rows:
        return None
    found, person, _, _ = rows[0]
    must_be_ours(found)
    me = Me(person, frozenset(grant.role for _, _, grant, _ in rows if grant))
    if not person.active or found.roles != _told(me) or not _lives(found, at):
        return None
    lent = {taken.id: taken for _, _, _, taken in rows if taken}
    return found, delegations.lent_to(session, me, list(lent.values()))


def renew(session: Session, secret: str, *, at: datetime) -> None:
    """Somebody is still there."""
    session.exec(update(SignIn).where(col(SignIn.digest) == digest(secret)).values(seen_at=at))


def confirm(session: Session, secret: str, *, at: datetime, factor: bool) -> str:
    """The person proved once more who he or she is: the same session under a new secret, and the old one is void.

    The word that its forms carry stays: it is worth nothing without the secret, and open forms stay good.
    Raises NotOurs.
    """
    new, mine = secrets.token_urlsafe(32), session.get(SignIn, digest(secret), with_for_update=True)
    if mine is None:
        return new  # ended meanwhile: it opens nothing
    must_be_ours(mine)
    mine.digest, mine.seen_at = digest(new), at
    if factor:
        mine.factor_at = at
    else:
        mine.password_at = at
    mine.mac = mine.code
    session.add(mine)
    return new


def of_person(session: Session, person_id: UUID, *, at: datetime) -> list[SignIn]:
    """Where somebody is signed in, whoever was there last first."""
    mine = select(SignIn).where(SignIn.person_id == person_id).order_by(col(SignIn.seen_at).desc())
    return [one for one in session.exec(mine) if _lives(one, at)]


def end(session: Session, secret: str) -> None:
    session.exec(delete(SignIn).where(col(SignIn.digest) == digest(secret)))


def end_one(session: Session, person_id: UUID, handle: str) -> None:
    """One of somebody's own sessions, by its handle."""
    for one in session.exec(select(SignIn).where(SignIn.person_id == person_id)):
        if one.handle == handle:
            session.delete(one)


def end_all(session: Session, person_id: UUID, *, but: str = "") -> None:
    """Sign a person out everywhere (``but`` here): the password changed, or the account was closed."""
    everywhere = delete(SignIn).where(col(SignIn.person_id) == person_id)
    session.exec(everywhere.where(col(SignIn.digest) != digest(but)))


def forget(session: Session, *, at: datetime) -> None:
    """Clear away what nobody can use any more."""
    longest = timedelta(hours=policy().sign_in.longest_hours)
    session.exec(delete(SignIn).where(col(SignIn.begun_at) < at - longest))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _lives(one: SignIn, at: datetime) -> bool:
    idle = timedelta(minutes=policy().sign_in.idle_minutes)
    longest = timedelta(hours=policy().sign_in.longest_hours)
    return at - one.seen_at <= idle and at - one.begun_at <= longest


def _told(me: Me) -> str:
    return " ".join([*sorted(me.roles), me.person.clearance, me.person.office_code])
