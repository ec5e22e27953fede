"""故障表: every fault over the eight moments of a day, on both databases; how many cells hold."""

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from bench.told import Told, tell
from tests.faults.outages.moments import MOMENTS

ROOT = Path(__file__).parents[1]
MATRIX = "tests/faults/outages/test_matrix.py"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", MATRIX, f"--junitxml={report}"]
        code = subprocess.run(command, cwd=ROOT).returncode
        days = list(ElementTree.parse(report).iter("testcase"))
    skipped = sum(day.find("skipped") is not None for day in days)
    held = sum(len(day) == 0 for day in days)
    cells, green = len(MOMENTS) * (len(days) - skipped), len(MOMENTS) * held
    words = f"of {cells} cells hold ({len(days) - skipped} faults, {len(MOMENTS)} moments)"
    tell("outages", [Told("cells", green, words, "all", green == cells > 0)], None, "python -m bench.outages")
    return code


if __name__ == "__main__":
    sys.exit(main())
