"""G9: whenever the power goes, an upload, a change of keys, a destruction, a backup is whole or was never begun.

The short form of ``python -m bench.power`` (20,000 disks: ``make soak``), in a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.power.acts import STORIES

ROOT = Path(__file__).parents[2]
STATES = 540


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_disk_that_a_power_cut_leaves_is_half(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bench.power"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "STATES": str(STATES)},
        capture_output=True,
        text=True,
        timeout=1750,
    )
    assert told.returncode == 0, told.stdout + told.stderr[-3_000:]
    kept = json.loads((tmp_path / "var" / "figures.json").read_text("utf-8"))
    figures = {one["id"]: one["value"] for one in kept}
    assert sum(figures[f"power.{story.name}.states"] for story in STORIES) >= 500
    assert not any(figures[f"power.{story.name}.half"] for story in STORIES)
