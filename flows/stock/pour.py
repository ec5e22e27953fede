"""Rows by the hundred thousand: executemany on SQLite, COPY on PostgreSQL, both through the columns' own types."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import Table as Rows
from sqlalchemy import text
from sqlmodel import Session

from models.database import Table

CHUNK = 20_000
CACHE_KB = 100_000  # of SQLite, while writing; the connection is not used again


def prepare(session: Session) -> None:
    """Before the first row of a transaction.

    Drawing rows may take minutes on a busy machine, while the database hears nothing and would give the session up.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        session.connection().execute(text("SET LOCAL synchronous_commit = off"))
    else:
        session.connection().exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KB}")


def pour(session: Session, table: type[Table], rows: Iterable[dict[str, Any]]) -> None:
    """Every row names the same columns."""
    into: Rows = table.__table__  # type: ignore[attr-defined]
    stream = iter(rows)
    if (first := next(stream, None)) is None:
        return
    columns = list(first)
    values = (list(row.values()) for row in chain([first], stream))
    pour_values(session, into, columns, _stored(session, into, columns, values))


def pour_values(session: Session, into: Rows, columns: list[str], values: Iterator[Any]) -> None:
    """Rows as the driver takes them."""
    named = ", ".join(f'"{column}"' for column in columns)
    if session.get_bind().dialect.name == "postgresql":
        cursor = session.connection().connection.cursor()
        with cursor.copy(f"COPY {into.name} ({named}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
        return
    marks = ", ".join("?" for _ in columns)
    write = f"INSERT INTO {into.name} ({named}) VALUES ({marks})"  # noqa: S608
    while some := [tuple(row) for row in islice(values, CHUNK)]:
        session.connection().exec_driver_sql(write, some)


def _stored(
    session: Session, into: Rows, columns: list[str], rows: Iterable[list[Any]]
) -> Iterator[list[Any]]:
    """The values as the column types write them."""
    dialect = session.get_bind().dialect
    writers = [into.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns]
    for row in rows:
        yield [write(value) if write else value for write, value in zip(writers, row, strict=True)]
