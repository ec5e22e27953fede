"""上班时间: office time is counted to the minute, over nights, weekends, holidays and half days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import BadConfig
from config.policy import SHIPPED, Policy, policy
from config.toml import typed
from models import deadlines
from models.dates import SHANGHAI
from models.office_hours import OfficeHours, in_words, office_hours
from models.values import Urgency
from models.workdays import office_calendar

EVE = date(2026, 2, 14)  # 除夕前一天, a Saturday made up: here only the morning is worked
HOURS = OfficeHours(office_calendar(), (time(8), time(12)), (time(14), time(17, 30)), half=frozenset({EVE}))
MINUTES = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(text: str) -> datetime:
    """A minute on the wall clock in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        ("2026-11-23 08:00", "2026-11-23 17:30", "7小时30分"),
        ("2026-11-23 10:17", "2026-11-23 10:18", "1分"),
        ("2026-11-23 12:00", "2026-11-23 14:00", "0分"),  # at lunch
        ("2026-11-23 11:30", "2026-11-23 14:10", "40分"),
        ("2026-11-20 17:00", "2026-11-23 08:20", "50分"),  # from Friday to Monday
        ("2026-09-30 17:00", "2026-10-08 08:30", "1小时"),  # over 国庆节
        ("2026-02-14 08:00", "2026-02-24 08:01", "4小时1分"),  # half a day, then 春节
        ("2026-11-23 17:30", "2026-11-23 08:00", "0分"),
    ],
)
def test_time_counts_while_the_office_is_open(start: str, end: str, worked: str) -> None:
    assert in_words(HOURS.between(at(start), at(end))) == worked


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-23 09:10", 2, "2026-11-23 11:10"),
        ("2026-11-23 11:10", 2, "2026-11-23 15:10"),  # lunch lies between
        ("2026-11-20 16:30", 4, "2026-11-23 11:00"),  # the weekend lies between
        ("2026-11-21 03:00", 1, "2026-11-23 09:00"),  # it came on a Saturday night
        ("2026-02-14 11:00", 2, "2026-02-24 09:00"),  # the half day before 春节
        ("2026-11-23 09:10", 0, "2026-11-23 09:10"),
    ],
)
def test_so_many_office_hours_later(start: str, hours: int, due: str) -> None:
    assert HOURS.after(at(start), timedelta(hours=hours)) == at(due)


@given(MINUTES, st.integers(0, 20_000))
def test_what_was_added_can_be_counted_again(start: datetime, minutes: int) -> None:
    worked = timedelta(minutes=minutes)
    assert HOURS.between(start, HOURS.after(start, worked)) == worked


@given(MINUTES, MINUTES, MINUTES)
def test_a_stop_in_the_middle_costs_nothing(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))
    assert HOURS.between(first, last) == HOURS.between(first, middle) + HOURS.between(middle, last)


def test_policy_may_give_hours_instead_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    hourly = typed(shipped.replace("flash = 1 ", 'flash = "4小时" '), Policy)
    monkeypatch.setattr("models.deadlines.policy", lambda: hourly)
    assert deadlines.for_urgency(at("2026-11-23 09:10"), Urgency.FLASH) == at("2026-11-23 15:10")
    assert deadlines.for_urgency(at("2026-11-23 09:10"), Urgency.VERY_URGENT) == at("2026-11-24 17:30")


@pytest.mark.parametrize("term", ['"四小时"', '"0小时"', "367", "-1", "true", "1.5"])
def test_a_term_that_is_neither_is_refused_with_its_line(term: str) -> None:
    with pytest.raises(BadConfig, match=r'第\d+行.*应写工作日数（0至366），或者写上班小时数，如 "4小时"'):
        typed(SHIPPED.read_text(encoding="utf-8").replace("flash = 1 ", f"flash = {term} "), Policy)


def test_office_hours_come_one_after_the_other() -> None:
    turned = SHIPPED.read_text(encoding="utf-8").replace("[14:00:00, 17:30:00]", "[11:00:00, 17:30:00]")
    with pytest.raises(BadConfig, match="上班时间应依次为"):
        typed(turned, Policy)


def test_other_hours_count_as_soon_as_they_are_released() -> None:
    released = SHIPPED.read_text(encoding="utf-8").replace("[08:00:00, 12:00:00]", "[09:00:00, 12:00:00]")
    assert office_hours().morning == (time(8), time(12))
    with policy.held(typed(released, Policy)):
        assert office_hours().morning == (time(9), time(12))
