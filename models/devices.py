"""记住的设备: a browser that keeps the account's name filled in, and is not asked for the second factor again until a day.

The password is asked for every time, and an act that wants the second factor anew still asks for it.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, Session, col, delete, select

from config.policy import policy
from models import codes
from models.authenticators import Authenticator
from models.database import Table, moment
from models.made_here import NotOurs, must_be_ours
from models.passkeys import Passkey
from models.people import Person, roles_of
from models.signins import HANDLE, Place, digest


class Device(Table, table=True):
    """``factor``: the second factor was given here.  ``bound``: to the password, roles, level and department of then;
    whoever has another since is a stranger here.
    """

    digest: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    since: datetime = moment()
    factor: bool = False
    bound: str = Field(max_length=64)
    device: str = Field(default="", max_length=60)
    address: str = Field(default="", max_length=45)
    mac: str = Field(default="", max_length=64)

    @property
    def code(self) -> str:
        given, where = str(int(self.factor)), (self.device, self.address)
        since = codes.iso(self.since)
        return codes.chained("device", self.digest, self.person_id.hex, since, given, self.bound, *where)

    @property
    def handle(self) -> str:
        return self.digest[:HANDLE]


def remember(session: Session, person: Person, *, at: datetime, place: Place, factor: bool) -> str:
    """The secret that this browser keeps; empty where the policy remembers none."""
    if not policy().sign_in.remember_days:
        return ""
    session.exec(delete(Device).where(col(Device.since) < at - _longest()))
    secret = secrets.token_urlsafe(32)
    row = Device(
        digest=digest(secret),
        person_id=person.id,
        since=at,
        factor=factor,
        bound=_bound(session, person),
        device=place.device,
        address=place.address,
    )
    row.mac = row.code
    session.add(row)
    return secret


def find(session: Session, secret: str, *, at: datetime) -> tuple[Device, Person] | None:
    """None for a stranger, after the term, when anything it was bound to is another, for a row that is not ours."""
    row = session.get(Device, digest(secret)) if secret else None
    person = session.get(Person, row.person_id) if row else None
    if row is None or person is None or not person.active or at - row.since >= _longest():
        return None
    try:
        must_be_ours(row)
    except NotOurs:
        return None
    return (row, person) if row.bound == _bound(session, person) else None


def spares_factor(session: Session, person: Person, secret: str, *, at: datetime) -> bool:
    """Whether this person gave the second factor here, and has registered no other since."""
    found = find(session, secret, at=at)
    if found is None or found[1].id != person.id or not found[0].factor:
        return False
    shown = select(Authenticator.id).where(
        Authenticator.person_id == person.id, col(Authenticator.proven_at) > found[0].since
    )
    signed = select(Passkey.id).where(Passkey.person_id == person.id, col(Passkey.added_at) > found[0].since)
    return not any(session.exec(newer.limit(1)).first() for newer in (shown, signed))


def of_person(session: Session, person: Person, *, at: datetime) -> list[Device]:
    """Those that still know this person, the newest first."""
    mine = select(Device).where(Device.person_id == person.id, col(Device.since) > at - _longest())
    bound = _bound(session, person)
    return [one for one in session.exec(mine.order_by(col(Device.since).desc())) if one.bound == bound]


def end_one(session: Session, person_id: UUID, handle: str) -> None:
    for one in session.exec(select(Device).where(Device.person_id == person_id)):
        if one.handle == handle:
            session.delete(one)


def end_all(session: Session, person_id: UUID, *, but: str = "") -> None:
    others = delete(Device).where(col(Device.person_id) == person_id)
    session.exec(others.where(col(Device.digest) != digest(but)))


def _bound(session: Session, person: Person) -> str:
    held = " ".join(sorted(roles_of(session, person.id)))
    return codes.digest(person.password or "", held, person.clearance, person.office_code)


def _longest() -> timedelta:
    return timedelta(days=policy().sign_in.remember_days)
