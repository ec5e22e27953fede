"""G4: whatever fails at whatever moment, an act is done or refused in plain words, nothing is half, and all comes back.

One test is one fault over the eight moments of a day.
"""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.databases import SQLITE_ONLY
from tests.faults.outages.faults import FAULTS, Fault
from tests.faults.outages.moments import MOMENTS
from tests.faults.outages.office import Office
from tests.faults.outages.on_postgresql import OF_POSTGRESQL
from tests.held import broken
from tests.untouched import standing

pytestmark = pytest.mark.faults
ON_POSTGRESQL = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
LONG = timedelta(days=3)  # what is owed waits for the fault to end
NOTED = {"event", "attempts", "upload_day", "opening"}  # what was tried is written down, done or not


@SQLITE_ONLY
@pytest.mark.parametrize("name", FAULTS)
def test_a_day_with_an_outage(name: str, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    a_day(office, FAULTS[name], monkeypatch)


@ON_POSTGRESQL
@pytest.mark.parametrize("name", OF_POSTGRESQL)
def test_a_day_on_postgresql(name: str, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is another fault there."""
    a_day(office, OF_POSTGRESQL[name], monkeypatch)


def a_day(office: Office, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    office.is_looked_at_again()
    with fault.strikes(office, monkeypatch):
        done = {moment: is_done_or_refused(office, moment, fault) for moment in MOMENTS}
        office.clerk_works()
        seen = office.looks("lin", "/")
        assert seen.status_code == 200
        assert fault.banner in banner(seen.text), banner(seen.text)
        assert bool(banner(seen.text)) == bool(fault.banner)
        assert broken(LONG) == {}
    assert {moment for moment, well in done.items() if not well} <= fault.refused
    for moment in [moment for moment, well in done.items() if not well]:
        assert is_done_or_refused(office, moment, fault), f"{moment}: still refused"
    office.catches_up()
    assert office.unsent() == []
    assert broken(timedelta(0)) == {}
    assert banner(office.looks("lin", "/").text) == ""
    assert [moment for moment, one in MOMENTS.items() if not one.done(office)] == []


def is_done_or_refused(office: Office, moment: str, fault: Fault) -> bool:
    before = standing()
    answer = MOMENTS[moment].does(office)
    assert answer.status_code < 500 or answer.status_code == 503, (moment, answer.status_code, answer.text)
    if answer.status_code < 400:
        return True
    words = re.sub(r"<[^>]+>", " ", answer.text)
    assert re.search(fault.words or "not refused", words), (moment, answer.status_code, words[-900:])
    assert changed(before, standing()) == {}, moment
    return False


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What an act that was refused left behind."""
    tables = {table for table in after["rows"] if after["rows"][table] != before["rows"][table]}
    numbers = set(after["numbers"]) - set(before["numbers"])
    others = {what for what in ("documents", "waiting", "files") if after[what] != before[what]}
    found = {
        "rows": tables - NOTED,
        "numbers": {one for one in numbers if one[0] != "event"},
        "others": others,
    }
    return {what: left for what, left in found.items() if left}


def banner(page: str) -> str:
    found = re.search(r'<div class="engine" role="status">(.*?)</div>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[1]).strip() if found else ""
