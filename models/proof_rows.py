"""核对用的行: rows as they lie in the database, by plain SQL, many at a time, without the product's objects."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models import codes

AT_ONCE = 5_000


def rows(
    connection: Connection, table: str, columns: Sequence[str], order: Sequence[str] = ()
) -> Iterator[Sequence[Any]]:
    named = ", ".join(f'"{column}"' for column in columns)
    by = ", ".join(f'"{column}"' for column in order)
    question = f'SELECT {named} FROM "{table}"' + (f" ORDER BY {by}" if order else "")  # noqa: S608
    options = {"stream_results": True, "yield_per": AT_ONCE}
    for some in connection.exec_driver_sql(question, execution_options=options).partitions(AT_ONCE):
        yield from some


def pairs(connection: Connection, table: str, columns: tuple[str, str]) -> Iterator[tuple[Any, Any]]:
    yield from ((first, second) for first, second in rows(connection, table, columns))


def hexed(value: Any) -> str:
    """A UUID as 32 digits, whichever way the database tells it."""
    return value.hex if isinstance(value, UUID) else str(value)


def dashed(value: Any) -> str:
    """A UUID as it stands in a ledger line; empty where there is none."""
    told = hexed(value) if value else ""
    return f"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}" if told else ""


def moment(value: Any) -> str:
    """A moment as it stands in a ledger line."""
    return codes.iso(value) if isinstance(value, datetime) else f"{str(value).replace(' ', 'T', 1)}+00:00"


def words(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
