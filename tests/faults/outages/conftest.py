"""The office with everything it leans on: a real directory and mail server behind wires, and a small disk of its own."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import policy
from config.keys import keys
from config.settings import settings
from gateways import scratch
from gateways.engine import pulse
from models import database as database_of_house
from models.pen import PEN
from tests.directory.conftest import Points, authority, points, slapd  # noqa: F401
from tests.directory.house import enrols
from tests.directory.slapd import Slapd
from tests.faults.outages import prefect
from tests.faults.outages.office import Office, goes_by_its_own_clock
from tests.faults.outages.proxy import wire
from tests.gateways.post_office import Door, PostOffice, point_at
from tests.page_client import Browser
from tests.personas import Cast

DISK_MB = 24
AT_ONCE = (("digest = true ", "digest = false "), ("free_disk_mb = 1000 ", "free_disk_mb = 1 "))
BUSY_MS = 200  # the house waits ten seconds, or thirty, for a database that somebody else keeps


@pytest.fixture
def data_dir(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk that is soon full, where we may mount one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "jiyao-test", data_dir]
    mounted = os.geteuid() == 0 and not subprocess.run(command, capture_output=True).returncode
    rules = policy.SHIPPED.read_text("utf-8")
    for shipped, ours in AT_ONCE:
        assert shipped in rules
        rules = rules.replace(shipped, ours)
    (tmp_path / "rules.toml").write_text(rules, "utf-8")
    monkeypatch.setenv("JIYAO_POLICY", str(tmp_path / "rules.toml"))
    monkeypatch.setitem(database_of_house.PRAGMAS, "busy_timeout", BUSY_MS)
    monkeypatch.setitem(database_of_house.SESSION, "lock_timeout", f"{BUSY_MS}ms")
    _forget()
    yield data_dir
    _forget()
    while scratch._mine:
        os.close(scratch._mine.pop())
    if mounted:
        subprocess.run(["umount", "--lazy", data_dir], check=True)


def _forget() -> None:
    PEN.dry = False
    for known in (settings, keys, policy.policy, pulse.pulse):
        known.cache_clear()


@pytest.fixture
def office(
    slapd: Slapd,  # noqa: F811
    points: Points,  # noqa: F811
    cast: Cast,
    browser: Callable[[str | None], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    door = Door(PostOffice(), hostname="127.0.0.1", port=0)
    door.start()
    with (
        prefect.answering() as engine,
        wire(door.port) as mail,
        wire(slapd.port) as names,
        wire(engine) as runs,
    ):
        monkeypatch.setenv("JIYAO_PREFECT_PORT", str(runs.port))
        point_at(monkeypatch, mail.port)
        points(f"ldap://localhost:{names.port}", timeout_seconds="1")
        enrols()
        made = Office(cast, browser, door.handler, mail, names, runs)
        goes_by_its_own_clock(made, monkeypatch)
        made.opens()
        yield made
    door.stop()
