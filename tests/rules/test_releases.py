"""A house that an earlier release left, with 100 cases in flight: this release migrates it and finishes every one."""

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import MetaData, create_engine, select
from sqlmodel import Session, col
from sqlmodel import select as chosen

from config.settings import settings
from models import migrate
from models.database import engine, reading
from models.document import Document
from models.people import Person
from models.proof import looking_at
from models.stages import Stage
from models.tasks import TaskKind, open_tasks
from models.verify import verify
from tests.held import broken
from tests.office import Letter, engine_runs
from tests.personas import Cast

RELEASES = Path("tests/fixtures/releases")
SCHEMA = {"0.1.0": "0001"}
IN_FLIGHT, THERE = 100, 110
LATE = {"owed"}  # mails and forms of that day were never sent: nobody worked there since


def moves_in(release: str, data_dir: Path, kind: str) -> None:
    """The house as it lay there, with its keys; on PostgreSQL row by row into the schema of that release."""
    with tarfile.open(RELEASES / f"{release}.tar.xz") as archive:
        archive.extractall(data_dir, filter="data")
    (data_dir / "keys").chmod(0o700)
    file = data_dir / ("jiyao.db" if kind == "sqlite" else "then.db")
    with closing(sqlite3.connect(file)) as house:
        house.executescript((data_dir / "house.sql").read_text("utf-8"))
    if kind == "postgresql":
        migrate.upgrade(SCHEMA[release])
        _carry(file)


def _carry(file: Path) -> None:
    then = MetaData()
    then.reflect(engine())
    old = create_engine(f"sqlite:///{file}")
    with old.connect() as source, engine().begin() as connection:
        for table in then.sorted_tables:
            if table.name != "alembic_version" and (rows := source.execute(select(table)).mappings().all()):
                connection.execute(table.insert(), [dict(row) for row in rows])
    old.dispose()


@pytest.mark.parametrize("release", SCHEMA)
def test_every_release_is_migrated_and_its_cases_finished(
    no_tables: str, data_dir: Path, release: str
) -> None:
    moves_in(release, data_dir, no_tables)
    migrate.upgrade()
    assert migrate.standing() == (migrate.head(), migrate.head())
    assert migrate.missing() == []
    letters = in_flight()
    assert (len(letters), count()) == (IN_FLIGHT, THERE)
    assert findings() == []
    engine_runs()
    for letter in letters:
        finishes(letter)
    with reading() as session:
        stages = set(session.exec(chosen(Document.stage)))
    assert stages == {Stage.ARCHIVED}
    assert findings() == []
    assert set(broken()) <= LATE


def test_every_archive_is_named_here() -> None:
    assert {path.name.removesuffix(".tar.xz") for path in RELEASES.glob("*.tar.xz")} == set(SCHEMA)


def finishes(letter: Letter) -> None:
    """Whatever is asked next is done by whoever is asked."""
    for _turn in range(20):
        with reading() as session:
            if not (waiting := open_tasks(session, letter.id)):
                return
            kind, uid = waiting[0].kind, _uid(session, waiting[0].hat)
        VERBS[kind](letter, uid)
    raise AssertionError(f"{letter.id} does not end")


VERBS = {
    TaskKind.REGISTER: lambda letter, _uid: letter.is_registered(doc_number=""),
    TaskKind.PROPOSE: lambda letter, _uid: letter.is_proposed(),
    TaskKind.SIGN: lambda letter, uid: letter.is_signed(uid),
    TaskKind.ACCEPT: lambda letter, _uid: letter.is_accepted(),
    TaskKind.COMPLETE: lambda letter, _uid: letter.is_completed(),
    TaskKind.REVIEW: lambda letter, _uid: letter.is_closed(),
    TaskKind.ACKNOWLEDGE: lambda letter, _uid: letter.is_acknowledged(),
    TaskKind.ARCHIVE: lambda letter, _uid: letter.is_filed(),
}


def _uid(session: Session, hat: str) -> str:
    kind, _colon, value = hat.partition(":")
    return session.get_one(Person, UUID(value)).uid if kind == "person" else ""


def in_flight() -> list[Letter]:
    with reading() as session:
        moving = chosen(Document.id).where(Document.stage != Stage.ARCHIVED).order_by(col(Document.serial))
        return [Letter(Cast(), id) for id in session.exec(moving)]


def count() -> int:
    with reading() as session:
        return len(list(session.exec(chosen(Document.id))))


def findings() -> list[object]:
    with looking_at(settings().database_url) as connection:
        return list(verify(connection).findings)
