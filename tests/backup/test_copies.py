"""A copy that is made while the office works is the house as one moment saw it, row by row, and opens again."""

from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest
from sqlalchemy import inspect, text

from config import settings
from config.keys import keys
from gateways import vault
from gateways.backup import restore
from gateways.backup.faults import NotEmpty
from models import database as house_database
from models.database import reading
from models.proof import looking_at
from tests.backup.conftest import Copies, is_whole
from tests.databases import create
from tests.office import Letter
from tests.personas import Cast

Rows = dict[str, set[str]]


def rows(url: str) -> Rows:
    """Every row of every table, as text."""
    with looking_at(url) as connection:
        return {
            name: {str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))}
            for name in inspect(connection).get_table_names()
        }


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Another machine: the same keys, an empty place for the data and, on PostgreSQL, an empty database."""
    keys_folder = settings.settings().keys_folder

    def moves() -> Path:
        monkeypatch.setenv("JIYAO_KEYS_DIR", str(keys_folder))
        monkeypatch.setenv("JIYAO_DATA_DIR", str(tmp_path / "new"))
        if database == "postgresql":
            server, name = request.getfixturevalue("postgres"), f"t{uuid4().hex}"
            create(server, name, like="template0")
            monkeypatch.setenv("JIYAO_DATABASE_URL", server.format(name=name))
        house_database.engine().dispose()
        for known in (settings.settings, house_database.engine, keys):
            known.cache_clear()
        return tmp_path / "new"

    return moves


def test_a_quiet_house_is_restored_row_by_row_and_its_papers_are_read(house: Copies, elsewhere) -> None:
    before = rows(settings.settings().database_url)
    copy = house.made()
    assert is_whole(copy)
    new = elsewhere()
    restore.restored(copy, new, lambda: None)
    assert rows(settings.settings().database_url) == before
    with reading() as session:
        for stored, content in house.papers:
            assert vault.open_file(session, stored) == content
    Letter(Cast()).arrives().is_registered()
    assert is_whole(house.made()), "the restored house works, and is copied in its turn"
    with pytest.raises(NotEmpty):
        restore.restored(copy, new, lambda: None)


def test_a_copy_under_load_is_one_moment(house: Copies, cast: Cast, database: str) -> None:
    """Audit and counts hold, what was acknowledged is in it, and no row is other than in the house."""
    acknowledged, over = [], Event()

    def works() -> None:
        while not over.is_set():
            acknowledged.append(Letter(cast).arrives().is_registered())

    worker = Thread(target=works)
    worker.start()
    try:
        held = [copied_at_work(house, acknowledged) for _ in range(2)]
    finally:
        over.set()
        worker.join()
    live = rows(settings.settings().database_url)
    for known, copied in held:
        assert len(copied["receipt"]) >= known + len(house.papers)
        assert len(copied["receipt"]) < len(live["receipt"]), "the office really went on"
        for table in ("receipt", "entry", "event", "content_key", "stored_file", "registration"):
            assert copied[table] <= live[table], table


def copied_at_work(house: Copies, acknowledged: list[object]) -> tuple[int, Rows]:
    """How many letters were through when the copy began, and all rows of the copy."""
    known = len(acknowledged)
    copy = house.made()
    assert is_whole(copy)
    with restore.laid_out(copy, lambda: None) as (_manifest, url, _told):
        return known, rows(url)
