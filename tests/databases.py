"""Databases for tests: SQLite always; PostgreSQL too where a server is installed and its tests are asked for."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

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
def server() -> Iterator[str]:
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
    options = f"-k {folder} -c listen_addresses='' -c max_connections=200"
    run(BIN / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-t", "180", "-w", "start")
    try:
        yield f"postgresql+psycopg://jiyao@/{{name}}?host={folder}"
    finally:
        run(BIN / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=KINDS)
def no_tables(
    request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database without a table; its kind."""
    from config import settings
    from models import database

    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        name = f"t{uuid4().hex}"
        admin = server.format(name="postgres").replace("+psycopg", "")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        monkeypatch.setenv("JIYAO_DATABASE_URL", server.format(name=name))
        settings.settings.cache_clear()
    database.engine.cache_clear()
    yield request.param
    database.engine().dispose()
    database.engine.cache_clear()


@pytest.fixture
def database(no_tables: str) -> str:
    """An empty database with every table; its kind."""
    from models.database import engine
    from models.tables import metadata

    metadata.create_all(engine())
    return no_tables
