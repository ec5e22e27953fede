"""One Prefect server for all engine tests; a product database and a clerk for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import update

from gateways.clock import now
from tests import office
from tests.engine.machine import Machine, free_port
from tests.mailing import at_once
from tests.personas import Cast, move_in


def fresh_settings() -> None:
    from config import keys, settings
    from gateways.engine import pulse
    from models import database

    for remembered in (settings.settings, keys.keys, database.engine, pulse.pulse):
        remembered.cache_clear()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """The host, with Prefect up.  Starting it takes a quarter of a minute."""
    folder = tmp_path_factory.mktemp("engine")
    with pytest.MonkeyPatch.context() as env:
        env.setenv("JIYAO_DATA_DIR", str(folder / "var"))
        env.setenv("JIYAO_PREFECT_PORT", str(free_port()))
        fresh_settings()
        (folder / "logs").mkdir()
        with at_once(folder):
            machine = Machine(folder / "logs")
            machine.starts_prefect()
            yield machine
            machine.ends()
    fresh_settings()


@pytest.fixture
def machine(server: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """The host with an empty house; verbs of tests.office wait for the clerk instead of playing it."""
    monkeypatch.setenv("JIYAO_DATABASE_URL", f"sqlite:///{tmp_path / 'jiyao.db'}")
    fresh_settings()
    from flows.proof import verify_tonight
    from flows.timetable import TIMETABLE
    from models import anchors, leases
    from models.database import engine, unit_of_work
    from models.outbox import Errand
    from models.tables import metadata

    metadata.create_all(engine())
    with unit_of_work() as session:
        move_in(session)
        # this hour's anchor and last night's proof are there: the clerk has nothing of its own to do
        anchors.make(session, at=now())
        night = next(rule for rule in TIMETABLE if rule.act is verify_tonight)
        leases.take_turn(session, night.name, night.slot(now()), at=now())
    with unit_of_work() as session:
        session.exec(update(Errand).values(done_at=now()))
    here = Machine(server.logs, prefect=server.prefect)
    monkeypatch.setattr(office, "engine_runs", here.hands_over)
    yield here
    here.kills_clerk()
    here.has_prefect()
    server.prefect = here.prefect
    engine().dispose()
    fresh_settings()


@pytest.fixture
def at_work(machine: Machine) -> Machine:
    """The machine with its clerk."""
    machine.starts_clerk()
    return machine


@pytest.fixture
def people(machine: Machine) -> Cast:
    return Cast()
