"""恢复码: ten words on paper for the day the phone is lost.  Shown once, each good once; only digests are kept."""

import base64
import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, col, delete, func, select, update

from models import codes
from models.database import Table, moment

NUMBER, BYTES, GROUP = 10, 20, 4  # 160 random bits: no hash needs to be slow


class RecoveryCode(Table, table=True):
    digest: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    made_at: datetime = moment()
    used_at: datetime | None = moment(default=None)


def make(session: Session, person_id: UUID, *, at: datetime) -> list[str]:
    """Ten new ones, to be shown this once; the former ones are void."""
    remove(session, person_id)
    made = [base64.b32encode(secrets.token_bytes(BYTES)).decode() for _ in range(NUMBER)]
    session.add_all(
        RecoveryCode(digest=_digest(person_id, one), person_id=person_id, made_at=at) for one in made
    )
    return ["-".join(one[i : i + GROUP] for i in range(0, len(one), GROUP)) for one in made]


def accepts(session: Session, person_id: UUID, typed: str, *, at: datetime) -> bool:
    """Whether this is one of them and nobody used it before."""
    mine = update(RecoveryCode).where(
        col(RecoveryCode.digest) == _digest(person_id, typed),
        col(RecoveryCode.person_id) == person_id,
        col(RecoveryCode.used_at).is_(None),
    )
    return bool(session.exec(mine.values(used_at=at)).rowcount)


def left(session: Session, person_id: UUID) -> int:
    unused = select(func.count()).where(
        col(RecoveryCode.person_id) == person_id, col(RecoveryCode.used_at).is_(None)
    )
    return session.exec(unused).one()


def remove(session: Session, person_id: UUID) -> None:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))


def _digest(person_id: UUID, code: str) -> str:
    plain = "".join(one for one in code.upper() if one.isalnum())
    return codes.code(codes.told([b"recovery", person_id.bytes, plain.encode()])).hex()
