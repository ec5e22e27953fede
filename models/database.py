"""The database: one engine, one act = one transaction, and the columns that keep their types."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import DateTime, String, Text, TypeDecorator
from sqlmodel import Field, Session, SQLModel

from config.policy import policy
from config.settings import settings
from models import facts
from models.pen import PEN, one_at_a_time

facts.install()


class Table(SQLModel):
    """What every table here is made from: ``ContentKey`` is stored as ``content_key``."""

    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: an answered click survives a power cut
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 30_000,  # its queue is no queue: who comes last may be passed by many
}


# PostgreSQL: no question here is long enough to be worth a compiler or a second process, and no act waits for ever:
# not for a lock, and not behind a machine that fell silent in the middle of its own act.
SESSION = {
    "client_encoding": "UTF8",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "5min",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


class Moment(TypeDecorator[datetime]):
    """An aware moment; UTC in the database, aware again when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Word(TypeDecorator[StrEnum]):
    """One word of an enumeration, stored by value; an unknown word cannot be read back."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Lines(TypeDecorator[list[str]]):
    """A short list of words (addressees, attachments, reasons)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str:
        return json.dumps(value or [], ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        return json.loads(value) if value else []


def moment(**options: Any) -> Any:
    """A column that holds an aware moment."""
    return Field(sa_type=Moment, **options)


def word(kind: type[StrEnum], **options: Any) -> Any:
    """A column that holds one word of ``kind``."""
    return Field(sa_type=Word(kind), **options)


def lines(**options: Any) -> Any:
    """A column that holds a short list of words."""
    return Field(sa_type=Lines, default_factory=list, **options)


def build_engine(url: str) -> Engine:
    """An engine with this house's guarantees, whichever database the URL names."""
    pool: dict[str, Any] = {"pool_size": 10, "max_overflow": 30, "hide_parameters": True}  # out of its errors
    if not url.startswith("sqlite"):
        options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
        return create_engine(url, pool_pre_ping=True, connect_args={"options": options}, **pool)
    made = create_engine(url, connect_args={"check_same_thread": False}, **pool)
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


@cache
def engine() -> Engine:
    """The engine of this process."""
    return build_engine(settings().database_url)


def _leave_connections_behind() -> None:
    """A forked child would speak on its parent's connections, and its death would end no act that it began there."""
    if engine.cache_info().currsize:
        engine().dispose(close=False)


os.register_at_fork(after_in_child=_leave_connections_behind)


# PostgreSQL sees each statement's own moment either way; without a transaction there is none to roll back,
# and psycopg forgets what it prepared at every ROLLBACK.
LOOKING: dict[str, dict[str, Any]] = {
    "sqlite": {"looking": True},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One act of business, one transaction, one policy: commits on a clean exit, rolls back on any error."""
    with (
        PEN.writing(),
        policy.held(),
        _turn(),
        Session(engine(), expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


def _turn() -> AbstractContextManager[object]:
    return one_at_a_time() if engine().dialect.name == "sqlite" else nullcontext()


@contextmanager
def reading() -> Iterator[Session]:
    """A look at the database that holds no writer back and changes nothing."""
    options = LOOKING[engine().dialect.name]
    with Session(engine().execution_options(**options), autoflush=False) as session:
        yield session


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    for name, wanted in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {wanted}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise RuntimeError(f"SQLite refuses PRAGMA {name} = {wanted} (it says {found})")


def _begin_sqlite(connection: Connection) -> None:
    looking = connection.get_execution_options().get("looking", False)
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")
