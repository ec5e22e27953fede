"""Databases for tests: SQLite always; PostgreSQL too where a server is installed and its tests are asked for."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine

from config import settings
from models import database as database_of_house
from models.database import build_engine, unit_of_work
from models.tables import metadata
from tests.cluster import BIN, server
from tests.personas import move_in

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
COMPILED: dict[str, Engine] = {}  # the first that met a database of its kind
SQLITE_ONLY = pytest.mark.parametrize(
    "database", ["sqlite"], indirect=True
)  # the answer is given before it is asked


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own; the prefix of its URLs."""
    if BIN is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with server() as urls:
        yield urls


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> "Templates":
    return Templates(tmp_path_factory.mktemp("templates"))


class Templates:
    """Houses made once and copied for each test: with every table, and with everybody moved in."""

    def __init__(self, folder: Path) -> None:
        self.empty = Template(folder, "every_table", lambda: metadata.create_all(database_of_house.engine()))
        self.peopled = Template(folder, "everybody", self._moves_in)

    def _moves_in(self) -> None:
        self.empty.fill()
        with unit_of_work() as session:
            move_in(session)


@dataclass
class Template:
    """``name`` is that of a SQLite file, of a PostgreSQL database, and of the keys that code its facts."""

    folder: Path
    name: str
    fill: Callable[[], None]
    kinds: set[str] = field(default_factory=set)

    def make(self, kind: str, server: str) -> None:
        """Of the empty database that this test was given."""
        self.fill()
        engine = database_of_house.engine()
        engine.dispose()
        here = settings.settings()
        if kind == "postgresql":
            create(server, self.name, like=str(engine.url.database))
        else:
            shutil.copy(here.data_dir / "jiyao.db", self.folder / f"{self.name}.db")
        if here.keys_folder.exists():
            shutil.copytree(here.keys_folder, self._keys(kind))
        self.kinds.add(kind)

    def copy(self, kind: str) -> None:
        """What does not come with a PostgreSQL database."""
        here = settings.settings()
        if kind == "sqlite":
            shutil.copy(self.folder / f"{self.name}.db", here.data_dir / "jiyao.db")
        if self._keys(kind).exists():
            shutil.copytree(self._keys(kind), here.keys_folder)

    def _keys(self, kind: str) -> Path:
        return self.folder / f"{self.name}-{kind}"


def create(server: str, name: str, like: str = "template1", options: str = "") -> None:
    _ordered(server, f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY FILE_COPY {options}")


def drop(server: str, name: str) -> None:
    """Whoever still has it open."""
    _ordered(server, f"DROP DATABASE {name} WITH (FORCE)")


def _ordered(server: str, order: str) -> None:
    admin = server.format(name="postgres").replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(order)


@contextmanager
def chosen(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, template: Template | None
) -> Iterator[str]:
    """Settings and engine of this process point at a database of the kind that the test asks for."""
    kind, name = request.param, f"t{uuid4().hex}"
    server = request.getfixturevalue("postgres") if kind == "postgresql" else ""
    known = template is not None and kind in template.kinds
    if server:
        create(server, name, like=template.name if template and known else "template1")
        monkeypatch.setenv("JIYAO_DATABASE_URL", server.format(name=name))
        settings.settings.cache_clear()
    database_of_house.engine.cache_clear()
    monkeypatch.setattr(database_of_house, "build_engine", built)
    if template:
        template.copy(kind) if known else template.make(kind, server)
    yield kind
    database_of_house.engine().dispose()
    database_of_house.engine.cache_clear()
    if server:
        drop(server, name)


def built(url: str) -> Engine:
    """As the house builds it, with what earlier tests of this process compiled: 5,000 tests ask the same questions."""
    made = build_engine(url)
    known = COMPILED.get(made.dialect.name)
    if known is None or known.dialect.server_version_info is None:  # it never met its database
        COMPILED[made.dialect.name] = made
        return made
    made.dialect = made.pool._dialect = known.dialect
    made._compiled_cache = known._compiled_cache
    return made


@pytest.fixture(params=KINDS)
def no_tables(
    request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database without a table; its kind."""
    with chosen(request, monkeypatch, None) as kind:
        yield kind


@pytest.fixture(params=KINDS)
def database(
    request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch, templates: Templates
) -> Iterator[str]:
    """A database with every table, and with everybody in it where a ``cast`` is asked for; its kind."""
    template = templates.peopled if "cast" in request.fixturenames else templates.empty
    with chosen(request, monkeypatch, template) as kind:
        yield kind
