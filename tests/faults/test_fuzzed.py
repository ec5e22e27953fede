"""G11: whatever a program is sent, it answers as the OpenAPI document says: no 5xx, no trace, nothing undocumented.

The short form of ``python -m bench.fuzz`` (20,000 cases: ``make soak``), in a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = 800


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_answer_that_the_document_does_not_tell_of(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bench.fuzz"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "FUZZ": str(CASES)},
        capture_output=True,
        text=True,
        timeout=1750,
    )
    assert told.returncode == 0, told.stdout + told.stderr[-3_000:]
    kept = json.loads((tmp_path / "var" / "figures.json").read_text("utf-8"))
    figures = {one["id"]: one["value"] for one in kept}
    assert figures["fuzz.cases"] >= CASES * 0.8, "some operations have only so many ways to be asked"
    assert figures["fuzz.broken"] == figures["fuzz.undocumented"] == 0
