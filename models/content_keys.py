"""文件密钥: the row of every document's (or order's) key.  Destroying a document erases its row."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Select, Uuid, bindparam, text
from sqlmodel import Field, Session, col, delete, func, select, update

from models.database import Moment, Table, moment, word
from models.document import Document
from models.kinds import Level
from models.suites import Algorithm


class ContentKey(Table, table=True):
    """The key of one owner's content, wrapped by a version of the master key.

    ``bound``: to version, level and algorithm too; False for what was wrapped before there were versions.
    """

    owner: UUID = Field(primary_key=True)
    wrapped: bytes
    master_version: int = Field(default=1, index=True)
    algorithm: Algorithm = word(Algorithm, default=Algorithm.AES)
    bound: bool = False
    made_at: datetime = moment()


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A key as it lies in the database, with all that it is bound to; ``level`` is None for an order."""

    owner: UUID
    wrapped: bytes = field(repr=False)
    master_version: int
    algorithm: Algorithm
    bound: bool
    level: Level | None


def every() -> Select[*tuple[Any, ...]]:
    """Key and level in one statement: another act may be changing both."""
    asked: list[Any] = [
        ContentKey.owner,
        ContentKey.wrapped,
        ContentKey.master_version,
        ContentKey.algorithm,
        ContentKey.bound,
        Document.level,
    ]
    return sa.select(*asked).join(Document, col(Document.id) == col(ContentKey.owner), isouter=True)


# made once: every act and every list asks them
ONE = every().where(col(ContentKey.owner) == bindparam("owner"))
SOME = every().where(col(ContentKey.owner).in_(bindparam("owners", expanding=True)))


def find(session: Session, owner: UUID, *, to_change: bool = False) -> WrappedKey | None:
    """The owner's key as it is in the database now; None before the first sealing and after it was erased."""
    query = ONE.with_for_update(of=ContentKey) if to_change else ONE
    row = session.execute(query, {"owner": owner}).one_or_none()
    return WrappedKey(*row) if row else None


def some(session: Session, owners: Collection[UUID]) -> list[WrappedKey]:
    """Those that there are, in one question."""
    return [WrappedKey(*row) for row in session.execute(SOME, {"owners": list(owners)})]


def counted(session: Session) -> dict[int, int]:
    """How many keys each version of the master key wraps."""
    version = col(ContentKey.master_version)
    return dict(session.exec(select(version, func.count()).group_by(version)).all())


def unbound(session: Session) -> int:
    """How many were wrapped before there were versions, and are bound to nothing but their owner."""
    return session.exec(select(func.count()).where(col(ContentKey.bound).is_(False))).one()


def older_than(session: Session, version: int, after: UUID, most: int) -> list[UUID]:
    """The next owners whose key an older version wraps."""
    older = select(ContentKey.owner).where(ContentKey.master_version < version, ContentKey.owner > after)
    return list(session.exec(older.order_by(col(ContentKey.owner)).limit(most)))


def level_of(session: Session, owner: UUID) -> Level | None:
    """None for an order."""
    level = session.exec(select(Document.level).where(Document.id == owner)).one_or_none()
    return Level(level) if level else None


def keep(session: Session, key: WrappedKey, *, at: datetime) -> None:
    """Keep a new key.  Of two made at the same time the first one stands."""
    insert = text(
        "INSERT INTO content_key (owner, wrapped, master_version, algorithm, bound, made_at) "
        "VALUES (:owner, :wrapped, :version, :algorithm, :bound, :at) ON CONFLICT (owner) DO NOTHING"
    ).bindparams(bindparam("owner", key.owner, Uuid()), bindparam("at", at, Moment()))
    told = {"version": key.master_version, "algorithm": key.algorithm.value}
    session.connection().execute(insert, {**told, "wrapped": key.wrapped, "bound": key.bound})


def replace(session: Session, old: WrappedKey, new: WrappedKey) -> bool:
    """The same key, wrapped anew; False when another act was faster, which then stands."""
    still = col(ContentKey.owner) == old.owner, col(ContentKey.wrapped) == old.wrapped
    values = {"wrapped": new.wrapped, "master_version": new.master_version, "bound": new.bound}
    return session.connection().execute(update(ContentKey).where(*still).values(values)).rowcount > 0


def erase(session: Session, owner: UUID) -> bool:
    """Make the owner's content unreadable for good; False when there was no key."""
    return session.exec(delete(ContentKey).where(col(ContentKey.owner) == owner)).rowcount > 0
