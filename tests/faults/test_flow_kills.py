"""G3: the flow process, the Prefect server and its records die; every case goes on, and nothing happens twice.

The short form of ``python -m bench.flow_kills`` (50, 10 and 2 of them: ``make soak``), in a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = {"FLOW_KILLS": "3", "SERVER_KILLS": "1", "RECORDS_LOST": "1", "DOCUMENTS": "3"}


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_prefect_may_die(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bench.flow_kills"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | SMALL,
        capture_output=True,
        text=True,
        timeout=1_700,
    )
    assert (tmp_path / "var" / "figures.json").exists(), told.stdout + told.stderr[-3_000:]
    kept = json.loads((tmp_path / "var" / "figures.json").read_text("utf-8"))
    figures = {one["id"]: one["value"] for one in kept}
    assert {what: figures[f"flow_kills.{what}"] for what in ("clerk", "server", "records")} == {
        "clerk": 3,
        "server": 1,
        "records": 1,
    }
    assert figures["flow_kills.filed"] >= 3, told.stdout
    assert figures["flow_kills.wrong"] == 0, told.stdout
