"""A machine whose whole state is taken down and put back: many questions to one and the same house."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest

from config import keys, settings
from models import database
from models.database import build_engine
from models.tables import metadata
from tests.databases import create, drop


class Premises(Protocol):
    """The database: taken down once, put back as often as needed, whoever has it open."""

    def keep(self) -> None: ...

    def put_back(self) -> None: ...


@contextmanager
def premises(folder: Path, server: str = "") -> Iterator[Premises]:
    """Settings, keys, vault and an empty database of this process, in ``folder``; on PostgreSQL where one is named."""
    made = OnPostgresql(server) if server else OnSqlite(folder / "jiyao.db")
    with machine(folder, made.url if isinstance(made, OnPostgresql) else ""):
        empty = build_engine(settings.settings().database_url)
        metadata.create_all(empty)
        empty.dispose()
        yield made


@contextmanager
def machine(folder: Path, database_url: str = "") -> Iterator[None]:
    """This process keeps everything in ``folder``, and its tables where they usually lie or where it is told."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("JIYAO_DATA_DIR", str(folder))
        if database_url:
            patched.setenv("JIYAO_DATABASE_URL", database_url)
        patched.setattr(tempfile, "tempdir", None)
        _forget()
        yield
        database.engine().dispose()
    _forget()


class OnSqlite:
    def __init__(self, place: Path) -> None:
        self.place, self.kept = place, place.with_suffix(".kept")

    def keep(self) -> None:
        _copied(self.place, self.kept)

    def put_back(self) -> None:
        _copied(self.kept, self.place)


class OnPostgresql:
    def __init__(self, server: str) -> None:
        self.server, self.name = server, f"t{uuid4().hex}"
        self.kept = f"{self.name}_kept"
        create(server, self.name)

    @property
    def url(self) -> str:
        return self.server.format(name=self.name)

    def keep(self) -> None:
        database.engine().dispose()
        create(self.server, self.kept, like=self.name)

    def put_back(self) -> None:
        database.engine().dispose()
        drop(self.server, self.name)
        create(self.server, self.name, like=self.kept)


def _copied(one: Path, other: Path) -> None:
    with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
        source.backup(target)


def _forget() -> None:
    settings.settings.cache_clear()
    keys.keys.cache_clear()
    database.engine.cache_clear()
