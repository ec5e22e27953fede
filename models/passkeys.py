"""通行密钥: a key in a phone, a computer or a token that signs for this site alone (WebAuthn, level 2)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from models.database import Table, moment
from models.errors import NotFound, NotNow

MOST = 10


class Passkey(Table, table=True):
    """Only what is public: the key's own name, its public half, and how often it says it was used."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=40)
    credential: bytes = Field(unique=True)
    public_key: bytes
    uses: int = 0
    added_at: datetime = moment()
    used_at: datetime | None = moment(default=None)


class AddedAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这个通行密钥已经登记过了。"))


class TooManyPasskeys(NotNow):
    def __init__(self) -> None:
        super().__init__(_("最多登记{most}个通行密钥，请先注销一个。", most=MOST))


def of_person(session: Session, person_id: UUID) -> list[Passkey]:
    mine = select(Passkey).where(Passkey.person_id == person_id)
    return list(session.exec(mine.order_by(col(Passkey.added_at))))


def add(
    session: Session,
    person_id: UUID,
    name: str,
    credential: bytes,
    public_key: bytes,
    uses: int,
    *,
    at: datetime,
) -> Passkey:
    """Raises AddedAlready, TooManyPasskeys."""
    if session.exec(select(Passkey).where(Passkey.credential == credential)).first():
        raise AddedAlready()
    if len(of_person(session, person_id)) >= MOST:
        raise TooManyPasskeys()
    made = Passkey(
        person_id=person_id, name=name, credential=credential, public_key=public_key, uses=uses, added_at=at
    )
    session.add(made)
    return made


def find(session: Session, id: UUID, person_id: UUID) -> Passkey:
    """One of this person's own.  Raises NotFound."""
    found = session.get(Passkey, id)
    if found is None or found.person_id != person_id:
        raise NotFound()
    return found


def named(session: Session, person_id: UUID, credential: bytes) -> Passkey | None:
    """By the name that the key gives itself; held, so that two uses of one answer meet."""
    mine = select(Passkey).where(Passkey.person_id == person_id, Passkey.credential == credential)
    return session.exec(mine.with_for_update()).one_or_none()


def note_use(session: Session, one: Passkey, uses: int, *, at: datetime) -> None:
    one.uses, one.used_at = uses, at
    session.add(one)
