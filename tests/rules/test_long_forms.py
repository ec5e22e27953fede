"""The long forms have the sizes that were promised, and ``make bench`` or ``make soak`` runs every one of them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import ALL

MAKEFILE = Path("Makefile").read_text("utf-8")
SOAK = MAKEFILE.partition("\nsoak:")[2].partition("\n\n")[0]
BY_HAND = {"recognition"}  # it wants papers with their truth

PROMISED = {
    "kills.KILLS": 1_000,
    "kills.DOCUMENTS": 200,
    "postmaster.KILLS": 60,
    "flow_kills.BLOWS['clerk']": 50,
    "flow_kills.BLOWS['server']": 10,
    "flow_kills.BLOWS['records']": 2,
    "power.STATES": 500,
    "backups.COPIES": 10,
    "backups.CORRUPTIONS": 200,
    "backups.DOCUMENTS": 10_000,
    "fuzz.CASES": 20_000,
}

SIZES = {
    "KILLS",
    "DOCUMENTS",
    "FLOW_KILLS",
    "SERVER_KILLS",
    "RECORDS_LOST",
    "STATES",
    "COPIES",
    "CORRUPTIONS",
    "FUZZ",
}


def test_every_measurement_is_called_by_make() -> None:
    runnable = {
        one.stem for one in Path("bench").glob("*.py") if '__name__ == "__main__"' in one.read_text("utf-8")
    }
    chosen = {name for some in re.findall(r'ONLY="([\w ]+)"', MAKEFILE) for name in some.split()}
    called = set(re.findall(r"-m bench\.(\w+)", SOAK)) | set(ALL) | chosen | BY_HAND
    assert runnable - {"__main__"} - called == set()


@pytest.mark.parametrize("kind", ["KILL_KIND", "YEAR_KIND"])
def test_days_and_years_run_on_both_databases(kind: str) -> None:
    assert re.search(rf"for kind in sqlite postgresql; do {kind}=\$\$kind", SOAK)


def test_what_is_not_made_smaller_is_as_large_as_promised() -> None:
    modules = sorted({name.partition(".")[0] for name in PROMISED})
    ask = f"from bench import {', '.join(modules)}; print({', '.join(PROMISED)})"
    usual = {name: value for name, value in os.environ.items() if name not in SIZES}
    told = subprocess.run([sys.executable, "-c", ask], env=usual, capture_output=True, text=True, check=True)
    sizes = dict(zip(PROMISED, map(int, told.stdout.split()), strict=True))
    assert {name: size for name, size in sizes.items() if size < PROMISED[name]} == {}
