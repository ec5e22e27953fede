"""G2: PostgreSQL dies in the middle of a day; what was acknowledged is there, once, and the house goes on by itself.

The short form of ``python -m bench.postmaster`` (60 deaths, 100 documents: ``make soak``), in a process of its own.
"""

from pathlib import Path

import pytest

from tests.cluster import BIN
from tests.faults.short_form import short_form

KILLS, DOCUMENTS = 3, 3


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(1_800)
@pytest.mark.skipif(BIN is None, reason="PostgreSQL is not installed (apt-get install postgresql)")
def test_a_day_of_three_deaths_loses_and_doubles_nothing(tmp_path: Path) -> None:
    told = short_form("postmaster", tmp_path, KILLS=KILLS, DOCUMENTS=DOCUMENTS)
    assert told.figures["postmaster.kills"] >= KILLS
    assert told.figures["postmaster.archived"] >= DOCUMENTS, told.said
    wrong = {name: told.figures[f"postmaster.{name}"] for name in ("lost", "untrue", "broken")}
    assert wrong == {"lost": 0, "untrue": 0, "broken": 0}, told.said
