"""Alembic's door: the same migrations for SQLite and PostgreSQL, one transaction, one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, text
from sqlmodel.sql.sqltypes import AutoString

from models import recount
from models.database import Lines, Moment, Word, engine
from models.sealed import Ciphertext
from models.tables import metadata

SEALED = "0004"  # the first schema whose facts are counted
LOCK = 7_302_026  # one number for everybody who migrates this PostgreSQL database


def plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write columns down in SQLAlchemy's own types: a migration must not change when the house does."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Lines):
        return "sa.Text()"
    if isinstance(item, Ciphertext):
        return "sa.String()" if item.kind is str else "sa.Text()"
    if isinstance(item, Word | AutoString):
        return f"sa.String({item.length or ''})" if isinstance(item, AutoString) else "sa.String(32)"
    return False


@contextmanager
def one_transaction(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and would take the rows that point at it for orphans meanwhile."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            yield
        return
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys = OFF")  # has no effect once a transaction has begun
    try:
        with connection.begin():
            yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def must_have_owners(connection: Connection) -> None:
    """Whether every row has its place again, before the commit: all of them are looked at."""
    if connection.dialect.name != "sqlite":
        return
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError(f"the migration left rows without their owner: {orphans[:3]}")


def _stands() -> str:
    return context.get_context().get_current_revision() or ""


def run() -> None:
    where = context.config.attributes.get("engine") or engine()
    with where.connect() as connection, one_transaction(connection):
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=plain,
        )
        before = _stands()
        context.run_migrations()
        if _stands() == before:
            return  # every start comes by here, and a house of a million papers waits for it
        must_have_owners(connection)
        if before < SEALED <= _stands():
            recount.everything(connection)  # what was there before there were tallies, as it lies there now


run()
