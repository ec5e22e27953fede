"""快照: the database as one moment saw it, while others go on writing; what it counts and which files it needs."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from config.settings import settings
from gateways.backup import postgres
from gateways.backup.parts import DUMP, SQLITE
from models.database import reading
from models.proof import looking_at

NEEDED = "SELECT DISTINCT f.blob FROM stored_file f JOIN content_key k ON k.owner = f.owner ORDER BY f.blob"


@dataclass(frozen=True)
class Snapshot:
    """``blobs``: what the shelf must hold, for its key is there.  What was shredded has none."""

    database: Path
    tables: dict[str, int]
    blobs: list[str]


def taken(folder: Path) -> Snapshot:
    """The copy lies in ``folder``, in clear."""
    url = settings().database_url
    return _of_sqlite(url, folder / SQLITE) if url.startswith("sqlite") else _of_postgres(url, folder / DUMP)


def tables(connection: Connection) -> dict[str, int]:
    names = sorted(inspect(connection).get_table_names())
    return {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608
        for name in names
    }


def needed_now() -> list[str]:
    with reading() as session:
        return list(session.connection().execute(text(NEEDED)).scalars())


def _of_sqlite(url: str, to: Path) -> Snapshot:
    """In one reading transaction: writers go on, and nothing begins anew because they do."""
    with (
        closing(sqlite3.connect(f"file:{url.partition('///')[2]}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(to)) as copy,
    ):
        source.backup(copy)
    with looking_at(str(to)) as connection:
        return _seen(to, connection)


def _of_postgres(url: str, to: Path) -> Snapshot:
    with looking_at(url) as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        postgres.dump(url, to, snapshot)
        return _seen(to, connection)


def _seen(database: Path, connection: Connection) -> Snapshot:
    return Snapshot(database, tables(connection), list(connection.execute(text(NEEDED)).scalars()))
