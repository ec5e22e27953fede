"""jiyao migrate --to: killed wherever it may be, run again it ends with the same rows; and only one house is open."""

import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from api.cli import app
from config import settings
from gateways.moving import faults, move, source, target
from models import database as house_database
from models import migrate
from models.database import engine, unit_of_work
from models.proof import looking_at
from models.tables import metadata
from tests.databases import SQLITE_ONLY, create, drop
from tests.held import everything_holds
from tests.office import Letter
from tests.personas import Cast
from tests.proof.world import World
from tests.proof.world import world as world

pytestmark = [pytest.mark.postgres, SQLITE_ONLY]
Rows = dict[str, set[str]]


def typed(*words: str) -> Result:
    engine().dispose()
    return CliRunner().invoke(app, ["migrate", *words])


@pytest.fixture
def there(database: str, postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database; the house stands where a release of today has put it, and is carried 40 rows at a time."""
    with unit_of_work() as session:
        session.connection().execute(
            text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
        )
        session.connection().execute(
            text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrate.head()}
        )
    engine().dispose()
    monkeypatch.setattr(source, "AT_ONCE", 40)
    name = f"t{uuid4().hex}"
    create(postgres, name, like="template0")
    yield postgres.format(name=name)
    drop(postgres, name)


def moved(there: str) -> None:
    engine().dispose()
    move.moved(there, lambda: None)


def killed(there: str, after: int) -> int:
    """A child that dies after so many steps; the signal that ended it, or 0."""
    engine().dispose()
    child = os.fork()
    if not child:
        steps = iter(range(after))
        try:
            move.moved(there, lambda: next(steps, None) is not None or os.kill(os.getpid(), signal.SIGKILL))
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def counts(url: str) -> dict[str, int]:
    with looking_at(url) as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            for name in metadata.tables
        }


def version(url: str) -> str:
    with looking_at(url) as connection:
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()


def lives_in(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIYAO_DATABASE_URL", url)
    settings.settings.cache_clear()
    house_database.engine.cache_clear()


def test_a_house_moves_with_every_row_and_works_on(
    world: World, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = settings.settings().database_url
    before = counts(old)
    done = typed("--to", there, "--json")
    assert (done.exit_code, "0 处不符" in done.stderr) == (0, True), done.output
    assert {one["name"]: one["rows"] for one in json.loads(done.stdout)} == before == counts(there)
    assert sum(before.values()) > 100
    assert move.verified(there).findings == []
    refused = typed()
    assert (refused.exit_code, "已搬到 PostgreSQL" in refused.stderr) == (1, True), "one house, not two"
    lives_in(there, monkeypatch)
    migrate.must_not_be_newer()
    assert migrate.missing() == []
    everything_holds()
    Letter(Cast()).arrives().is_registered()
    assert move.verified(there).findings == []


def test_killed_between_and_within_tables_it_ends_the_same(world: World, there: str) -> None:
    """Every kill carries a little further; what was there is not carried again."""
    old, kills = settings.settings().database_url, 0
    within = set()
    while killed(there, after=3) == signal.SIGKILL:
        kills += 1
        assert version(old) == migrate.head(), "the old house stays as it is until all is there"
        assert version(there) == migrate.MOVING_IN
        here = counts(there)
        within |= {name for name, many in counts(old).items() if 0 < here[name] < many}
    assert kills >= 8
    assert within, "some were in the middle of a table"
    assert counts(there) == counts(old)
    assert move.verified(there).findings == []


def test_killed_at_the_door_the_house_is_opened_next_time(
    there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed here, not yet open there: the one moment in which no house is open."""
    with monkeypatch.context() as patch:
        patch.setattr(target, "open_house", lambda _engine: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            moved(there)
    assert (version(settings.settings().database_url), version(there)) == (migrate.MOVED, migrate.MOVING_IN)
    moved(there)
    assert version(there) == migrate.head()
    with pytest.raises(migrate.HasMoved):
        moved(there)


def test_what_changed_between_two_attempts_is_carried_anew(world: World, there: str) -> None:
    assert killed(there, after=10) == signal.SIGKILL
    Letter(world.cast).arrives().is_registered()
    moved(there)
    assert move.verified(there).findings == []


def test_a_house_that_is_open_stays(there: str) -> None:
    file = settings.settings().database_url.partition("///")[2]
    with closing(sqlite3.connect(file)) as somebody:
        somebody.execute("SELECT count(*) FROM document").fetchone()
        with pytest.raises(faults.StillOpen):
            moved(there)
    assert metadata.tables.keys().isdisjoint(looked["table_name"] for looked in _tables(there)), (
        "nothing was begun there"
    )


def _tables(url: str) -> list[dict[str, str]]:
    with looking_at(url) as connection:
        told = connection.exec_driver_sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        return [dict(one._mapping) for one in told]


def test_only_an_empty_database_takes_a_house_in(
    there: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert killed(there, after=1) == signal.SIGKILL
    with monkeypatch.context() as patch:
        patch.setattr(source, "whose", lambda _old: "another house")
        with pytest.raises(faults.NotEmpty):
            moved(there)
    lives_in(there, monkeypatch)
    with pytest.raises(migrate.HalfHere):
        migrate.must_not_be_newer()


def test_a_database_with_something_in_it_is_left_alone(there: str) -> None:
    with closing(target.opened(there).raw_connection()) as connection:
        connection.cursor().execute("CREATE TABLE theirs (a int)")
        connection.commit()
    refused = typed("--to", there)
    assert (refused.exit_code, "已有内容" in refused.stderr) == (1, True)
    assert [one["table_name"] for one in _tables(there)] == ["theirs"]


def test_what_does_not_fit_is_named_without_being_told(there: str, cast: Cast) -> None:
    """SQLite takes a word of any length; the refusal quotes none of it, and the old house is still the house."""
    with unit_of_work() as session:
        session.connection().execute(text("UPDATE office SET name = :long"), {"long": "密" * 3000})
    with pytest.raises(faults.Unfit, match="office") as refusal:
        moved(there)
    assert "密" not in str(refusal.value)
    assert version(settings.settings().database_url) == migrate.head()


def test_an_address_that_is_none_is_told(there: str) -> None:
    assert typed("--to", "mysql://x").exit_code == 2
    gone = typed("--to", "postgresql://jiyao@127.0.0.1:1/jiyao")
    assert (gone.exit_code, "打不开" in gone.stderr) == (1, True)
