"""Rows by the hundred thousand: executemany on SQLite, COPY on PostgreSQL, both through the columns' own types."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Table as Rows
from sqlalchemy import insert
from sqlmodel import Session

from models.database import Table

CHUNK = 20_000


def pour(session: Session, table: type[Table], rows: Iterable[dict[str, Any]]) -> None:
    """Every row names the same columns."""
    into: Rows = table.__table__  # type: ignore[attr-defined]
    stream = iter(rows)
    while some := list(islice(stream, CHUNK)):
        if session.get_bind().dialect.name == "postgresql":
            _copy(session, into, some)
        else:
            session.connection().execute(insert(into), some)


def _copy(session: Session, into: Rows, rows: list[dict[str, Any]]) -> None:
    columns = list(rows[0])
    cursor = session.connection().connection.cursor()
    with cursor.copy(f"COPY {into.name} ({', '.join(columns)}) FROM STDIN") as copy:
        for values in _stored(session, into, rows):
            copy.write_row(values)


def _stored(session: Session, into: Rows, rows: list[dict[str, Any]]) -> Iterator[list[Any]]:
    """The values as the column types write them."""
    dialect = session.get_bind().dialect
    writers = [into.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in rows[0]]
    for row in rows:
        yield [write(value) if write else value for write, value in zip(writers, row.values(), strict=True)]
