"""G11: whatever a program is sent, it answers as the OpenAPI document says: no 5xx, no trace, nothing undocumented.

The short form of ``python -m bench.fuzz`` (20,000 cases: ``make soak``), in a process of its own.
"""

from pathlib import Path

import pytest

from tests.faults.short_form import short_form

CASES = 800


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_no_answer_that_the_document_does_not_tell_of(tmp_path: Path) -> None:
    told = short_form("fuzz", tmp_path, FUZZ=CASES)
    assert told.held, told.said
    assert told.figures["fuzz.cases"] >= CASES * 0.8, "some operations have only so many ways to be asked"
    assert told.figures["fuzz.broken"] == told.figures["fuzz.undocumented"] == 0, told.said
