"""The faults of a database that is a server: somebody keeps the tables, and a server that takes no writes."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from config.settings import settings
from models.database import engine
from models.tables import metadata
from tests.faults.outages.faults import ALL, NOT_WRITTEN, Fault
from tests.faults.outages.office import Office


@contextmanager
def tables_locked(_office: Office, _: pytest.MonkeyPatch) -> Iterator[None]:
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with psycopg.connect(_server()) as thief:
        thief.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
        yield
        thief.rollback()


@contextmanager
def server_read_only(_office: Office, _: pytest.MonkeyPatch) -> Iterator[None]:
    """As one that has become the stand-by of another."""
    _orders("SET default_transaction_read_only = on")
    yield
    _orders("RESET default_transaction_read_only")


def _orders(what: str) -> None:
    """For whoever connects from now on, and that is everybody."""
    with psycopg.connect(_server(), options="-c default_transaction_read_only=off", autocommit=True) as one:
        one.execute(f'ALTER DATABASE "{one.info.dbname}" {what}')
    engine().dispose()


def _server() -> str:
    return settings().database_url.replace("+psycopg", "")


OF_POSTGRESQL = {
    "tables-locked": Fault(tables_locked, ALL, NOT_WRITTEN, "数据库写不进去"),
    "server-read-only": Fault(server_read_only, ALL, NOT_WRITTEN, "数据库写不进去"),
}
