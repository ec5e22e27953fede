"""G9: whenever the power goes, an upload, a change of keys, a destruction, a backup is whole or was never begun.

The short form of ``python -m bench.power`` (20,000 disks: ``make soak``), in a process of its own.
"""

from pathlib import Path

import pytest

from tests.faults.power.acts import STORIES
from tests.faults.short_form import short_form

STATES = 540


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_no_disk_that_a_power_cut_leaves_is_half(tmp_path: Path) -> None:
    told = short_form("power", tmp_path, STATES=STATES)
    assert told.held, told.said
    assert sum(told.figures[f"power.{story.name}.states"] for story in STORIES) >= 500, told.said
    assert not any(told.figures[f"power.{story.name}.half"] for story in STORIES), told.said
