"""G1: whatever is killed whenever, what was acknowledged is there, once, and every record is as it must be.

The short form of ``python -m bench.kills`` (1,000 kills, 200 documents: ``make soak``), in a process of its own.
"""

from pathlib import Path

import pytest

from tests.faults.short_form import short_form

KILLS, DOCUMENTS = 30, 3


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_day_of_thirty_kills_loses_and_doubles_nothing(tmp_path: Path) -> None:
    told = short_form("kills", tmp_path, KILLS=KILLS, DOCUMENTS=DOCUMENTS)
    assert told.held, told.said
    assert told.figures["kills.sqlite.kills"] >= KILLS, told.said
    assert told.figures["kills.sqlite.points"] >= 5, told.said
    assert told.figures["kills.sqlite.archived"] >= DOCUMENTS, told.said
    assert told.figures["kills.sqlite.lost"] == told.figures["kills.sqlite.broken"] == 0, told.said
