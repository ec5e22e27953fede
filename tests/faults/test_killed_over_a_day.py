"""G1: whatever is killed whenever, what was acknowledged is there, once, and every record is as it must be.

The short form of ``python -m bench.kills`` (1,000 kills, 200 documents: ``make soak``), in a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KILLS, DOCUMENTS = 30, 3


@pytest.mark.faults
@pytest.mark.slow
def test_a_day_of_thirty_kills_loses_and_doubles_nothing(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bench.kills"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "KILLS": str(KILLS), "DOCUMENTS": str(DOCUMENTS)},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert told.returncode == 0, told.stdout + told.stderr[-3_000:]
    kept = json.loads((tmp_path / "var" / "figures.json").read_text("utf-8"))
    figures = {one["id"]: one["value"] for one in kept}
    assert figures["kills.sqlite.kills"] >= KILLS
    assert figures["kills.sqlite.points"] >= 5
    assert figures["kills.sqlite.archived"] >= DOCUMENTS
    assert figures["kills.sqlite.lost"] == figures["kills.sqlite.broken"] == 0
