"""G2: PostgreSQL dies in the middle of a day; what was acknowledged is there, once, and the house goes on by itself.

The short form of ``python -m bench.postmaster`` (60 deaths, 100 documents: ``make soak``), in a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import BIN

ROOT = Path(__file__).parents[2]
KILLS, DOCUMENTS = 3, 3


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(1_800)
@pytest.mark.skipif(BIN is None, reason="PostgreSQL is not installed (apt-get install postgresql)")
def test_a_day_of_three_deaths_loses_and_doubles_nothing(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bench.postmaster"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "KILLS": str(KILLS), "DOCUMENTS": str(DOCUMENTS)},
        capture_output=True,
        text=True,
        timeout=1_700,
    )
    assert (tmp_path / "var" / "figures.json").exists(), told.stdout + told.stderr[-3_000:]
    kept = json.loads((tmp_path / "var" / "figures.json").read_text("utf-8"))
    figures = {one["id"]: one["value"] for one in kept}
    assert figures["postmaster.kills"] >= KILLS
    assert figures["postmaster.archived"] >= DOCUMENTS, told.stdout
    wrong = {name: figures[f"postmaster.{name}"] for name in ("lost", "untrue", "broken")}
    assert wrong == {"lost": 0, "untrue": 0, "broken": 0}, told.stdout
