"""Databases for tests: SQLite always; PostgreSQL too where a server is installed and its tests are asked for."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from config import settings
from models import database as database_of_house
from models.database import build_engine
from models.tables import metadata

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own; the prefix of its URLs."""
    if BIN is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with server() as urls:
        yield urls


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """PostgreSQL on a socket in a temporary folder, run by its own account; the prefix of its URLs."""
    assert BIN, "PostgreSQL is not installed (apt-get install postgresql)"
    folder = Path(tempfile.mkdtemp(prefix="jiyao-pg-"))
    account = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if account:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)

    def run(*command: object) -> None:
        subprocess.run(
            [str(part) for part in command], check=True, cwd=folder, capture_output=True, **account
        )

    data = folder / "data"
    run(BIN / "initdb", "-D", data, "-U", "jiyao", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8")
    sync = "on" if durable else "off"
    options = f"-k {folder} -c listen_addresses='' -c max_connections=200 -c fsync={sync}"
    run(BIN / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-t", "180", "-w", "start")
    try:
        yield f"postgresql+psycopg://jiyao@/{{name}}?host={folder}"
    finally:
        run(BIN / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> "Filled":
    """Databases with every table, made once: a test gets a copy."""
    return Filled(tmp_path_factory.mktemp("filled") / "jiyao.db")


@dataclass
class Filled:
    """``sqlite`` is a file to copy; on PostgreSQL a database of this name is the template."""

    sqlite: Path
    postgresql: str = ""

    def copy_sqlite(self, place: Path) -> None:
        if not self.sqlite.exists():
            made = build_engine(f"sqlite:///{self.sqlite}")
            metadata.create_all(made)
            made.dispose()
        shutil.copy(self.sqlite, place)

    def copy_postgresql(self, server: str, name: str) -> None:
        if not self.postgresql:
            self.postgresql = "every_table"
            create(server, self.postgresql)
            made = build_engine(server.format(name=self.postgresql))
            metadata.create_all(made)
            made.dispose()
        create(server, name, like=self.postgresql)


def create(server: str, name: str, like: str = "template1") -> None:
    admin = server.format(name="postgres").replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")


@contextmanager
def chosen(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, copy: Filled | None
) -> Iterator[str]:
    """Settings and engine of this process point at a database of the kind that the test asks for."""
    if request.param == "postgresql":
        server, name = request.getfixturevalue("postgres"), f"t{uuid4().hex}"
        copy.copy_postgresql(server, name) if copy else create(server, name)
        monkeypatch.setenv("JIYAO_DATABASE_URL", server.format(name=name))
        settings.settings.cache_clear()
    elif copy:
        copy.copy_sqlite(settings.settings().data_dir / "jiyao.db")
    database_of_house.engine.cache_clear()
    yield request.param
    database_of_house.engine().dispose()
    database_of_house.engine.cache_clear()


@pytest.fixture(params=KINDS)
def no_tables(
    request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database without a table; its kind."""
    with chosen(request, monkeypatch, None) as kind:
        yield kind


@pytest.fixture(params=KINDS)
def database(
    request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch, filled: Filled
) -> Iterator[str]:
    """An empty database with every table; its kind."""
    with chosen(request, monkeypatch, filled) as kind:
        yield kind
