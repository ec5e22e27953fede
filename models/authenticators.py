"""验证器: a program on a phone that shows six digits every half minute (TOTP, RFC 6238)."""

import hmac
from datetime import datetime
from uuid import UUID, uuid4

import pyotp
from sqlmodel import Field, Session, col, func, select

from config.language import _
from config.settings import settings
from models import masters
from models.database import Table, moment, word
from models.errors import NotFound, NotNow
from models.people import Person
from models.suites import Algorithm, Broken

STEP_SECONDS = 30
EITHER_SIDE = 1  # steps a clock may be early or late
ISSUER = "机要"
MOST = 5


class Authenticator(Table, table=True):
    """``sealed`` is its secret under this version of the master key; ``last_step`` the last half minute it was used in.

    It counts from ``proven_at`` on, when the first code from it came.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=40)
    sealed: bytes
    master_version: int = Field(index=True)
    algorithm: Algorithm = word(Algorithm)
    last_step: int = 0
    added_at: datetime = moment()
    proven_at: datetime | None = moment(default=None)
    used_at: datetime | None = moment(default=None)


class AlreadyProven(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这个验证器已经登记好了；二维码只在登记时显示。"))


def add(session: Session, person_id: UUID, name: str, *, at: datetime) -> Authenticator:
    """One that nobody has shown a code of yet; earlier ones that were never proven go."""
    for forgotten in _of(session, person_id):
        if forgotten.proven_at is None:
            session.delete(forgotten)
    version, algorithm = masters.to_wrap(session, at=at), Algorithm(settings().cipher)
    secret = pyotp.random_base32().encode()
    made = Authenticator(
        person_id=person_id,
        name=name,
        sealed=masters.wrap(secret, person_id.bytes, version=version, algorithm=algorithm),
        master_version=version,
        algorithm=algorithm,
        added_at=at,
    )
    session.add(made)
    return made


def find(session: Session, id: UUID, person_id: UUID) -> Authenticator:
    """One of this person's own.  Raises NotFound."""
    found = session.get(Authenticator, id)
    if found is None or found.person_id != person_id:
        raise NotFound()
    return found


def proven(session: Session, person_id: UUID) -> list[Authenticator]:
    return [one for one in _of(session, person_id) if one.proven_at]


def uri(one: Authenticator, person: Person) -> str:
    """What the picture says to the phone.  Raises suites.Broken."""
    return pyotp.TOTP(secret_of(one)).provisioning_uri(name=person.uid, issuer_name=ISSUER)


def secret_of(one: Authenticator) -> str:
    """Raises suites.Broken."""
    opened = masters.unwrap(
        one.sealed, one.person_id.bytes, version=one.master_version, algorithm=one.algorithm
    )
    return opened.decode()


def accepts(session: Session, one: Authenticator, code: str, *, at: datetime) -> bool:
    """Whether these are its digits of now; each half minute's are good once."""
    step = _step_of(secret_of(one), code, at)
    if step <= one.last_step:
        return False
    one.last_step, one.used_at, one.proven_at = step, at, one.proven_at or at
    session.add(one)
    return True


def any_accepts(session: Session, person_id: UUID, code: str, *, at: datetime) -> bool:
    """Whether one of this person's proven ones shows these digits."""
    return any(accepts(session, one, code, at=at) for one in proven(session, person_id))


class Authenticators:
    """Their secrets, as something that the master key wraps (see rotation.KINDS)."""

    name = "验证器密钥"

    def under(self, session: Session) -> dict[int, int]:
        version = col(Authenticator.master_version)
        return dict(session.exec(select(version, func.count()).group_by(version)).all())

    def older(self, session: Session, version: int, after: UUID, most: int) -> list[UUID]:
        older = select(Authenticator.id).where(
            Authenticator.master_version < version, Authenticator.id > after
        )
        return list(session.exec(older.order_by(col(Authenticator.id)).limit(most)))

    def rewrap(self, session: Session, one: UUID, version: int) -> bool:
        kept = session.get(Authenticator, one, with_for_update=True)
        if kept is None:
            return True
        try:
            secret = secret_of(kept).encode()
        except Broken:
            return False
        kept.sealed = masters.wrap(secret, kept.person_id.bytes, version=version, algorithm=kept.algorithm)
        kept.master_version = version
        session.add(kept)
        return True


def _of(session: Session, person_id: UUID) -> list[Authenticator]:
    """Held until the transaction ends, so that one code cannot be used twice at the same time."""
    mine = select(Authenticator).where(Authenticator.person_id == person_id)
    return list(session.exec(mine.order_by(col(Authenticator.added_at)).with_for_update()))


def _step_of(secret: str, code: str, at: datetime) -> int:
    """The half minute in which these digits are right; 0 for none."""
    if not code.isascii():
        return 0
    now, totp = int(at.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    around = range(now - EITHER_SIDE, now + EITHER_SIDE + 1)
    right = [step for step in around if hmac.compare_digest(totp.at(step * STEP_SECONDS), code)]
    return max(right, default=0)
