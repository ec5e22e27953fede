"""原处: the SQLite file, ours alone while it is moved; and the mark it bears once it has moved out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from gateways.moving.faults import StillOpen
from models.migrate import MOVED

AT_ONCE = 2_000
PATIENCE_MS = 2_000  # for a look that is just ending, such as a doctor's
Row = Sequence[Any]


@contextmanager
def alone(url: str) -> Iterator[Connection]:
    """Nobody else can open it meanwhile, not even to look.  Raises StillOpen where somebody has it open already."""
    engine = create_engine(url, poolclass=StaticPool)
    event.listen(engine, "connect", _exclusively)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN EXCLUSIVE"))
    try:
        with _taken(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def _taken(engine: Engine) -> Connection:
    try:
        connection = engine.connect()
        connection.begin()
    except OperationalError:
        raise StillOpen() from None
    return connection


def _exclusively(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    connection.execute(
        "PRAGMA locking_mode = EXCLUSIVE"
    )  # set before the first look, nobody else may be there
    connection.execute("PRAGMA synchronous = FULL")


def batches(source: Connection, table: Table, columns: Sequence[str], after: int) -> Iterator[Sequence[Row]]:
    """Rows with their place first, in the order of their places."""
    named = ", ".join(f'"{column}"' for column in columns)
    question = f'SELECT rowid, {named} FROM "{table.name}" WHERE rowid > ? ORDER BY rowid'  # noqa: S608
    options = {"stream_results": True, "yield_per": AT_ONCE}
    yield from source.exec_driver_sql(question, (after,), execution_options=options).partitions(AT_ONCE)


def version(source: Connection) -> str:
    return str(source.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def whose(source: Connection) -> str:
    """What tells this house from every other: its first word in the journal, under its own key."""
    return str(source.exec_driver_sql("SELECT mac FROM event ORDER BY line LIMIT 1").scalar() or "")


def leave(source: Connection) -> None:
    """From now on no release opens it: two houses would give the same numbers twice."""
    source.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (MOVED,))
    source.commit()
