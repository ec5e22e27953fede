"""A small year: three schedulers, stops, wrong clocks and kill -9; every due reminder is sent once and none is missed.

The long form, 250 working days and 5,000 matters: ``python -m bench.year``.
"""

import os
import secrets
from pathlib import Path

import pytest

from models import database as database_of_house
from tests.year.result import result
from tests.year.story import Story
from tests.year.troubles import Amount

ITEMS, DAYS = 40, 14
SMALL = Amount(stops=1, leaps=2, accepted=1, kills=4)

pytestmark = pytest.mark.faults


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes die here, not the machine: nothing need reach the disk at once."""
    monkeypatch.setitem(database_of_house.PRAGMAS, "synchronous", 0)


@pytest.mark.usefixtures("quick_disk", "database")
def test_every_due_reminder_is_sent_once_whatever_stops_and_dies(data_dir: Path) -> None:
    seed = int(os.environ.get("PROOF_SEED", secrets.randbelow(10**9)))
    print(f"seed {seed}")
    story = Story(seed, ITEMS, DAYS, SMALL, data_dir)
    story.is_told()
    found = result(story)
    print(found)
    assert found.due > ITEMS
    assert story.killed > 0
    assert found.holds, f"seed {seed}: {found}"
    assert found.again <= story.killed + len(story.hosts.troubles), f"seed {seed}: {story.hosts.troubles}"
