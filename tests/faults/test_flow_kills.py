"""G3: the flow process, the Prefect server and its records die; every case goes on, and nothing happens twice.

The short form of ``python -m bench.flow_kills`` (50, 10 and 2 of them: ``make soak``), in a process of its own.
"""

from pathlib import Path

import pytest

from tests.faults.short_form import short_form


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_prefect_may_die(tmp_path: Path) -> None:
    told = short_form("flow_kills", tmp_path, FLOW_KILLS=3, SERVER_KILLS=1, RECORDS_LOST=1, DOCUMENTS=3)
    died = {what: told.figures[f"flow_kills.sqlite.{what}"] for what in ("clerk", "server", "records")}
    assert died == {"clerk": 3, "server": 1, "records": 1}
    assert told.figures["flow_kills.sqlite.filed"] >= 3, told.said
    assert told.figures["flow_kills.sqlite.wrong"] == 0, told.said
