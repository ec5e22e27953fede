"""工作日: how the office counts, and that its tables are the State Council's."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values import SHANGHAI
from models.workdays import Calendar, Light, due_on, office_calendar

OFFICE = office_calendar()
WEEKDAYS_ONLY = Calendar()
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def at(text: str) -> datetime:
    """A minute on the wall clock in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_the_year_agrees_with_the_published_arrangement(year):
    day, wrong = date(year, 1, 1), []
    while day.year == year:
        if OFFICE.is_workday(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-14", True),  # 春节调休, a Saturday
        ("2026-02-17", False),  # 春节, a Tuesday
        ("2026-09-20", True),  # 国庆节调休, a Sunday
        ("2026-11-21", False),  # an ordinary Saturday
        ("2026-11-23", True),
    ],
)
def test_made_up_weekends_are_worked_and_holidays_are_not(day, works):
    assert OFFICE.is_workday(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-20", 1, "2026-11-23"),  # Friday to Monday
        ("2026-09-30", 3, "2026-10-10"),  # over 国庆节, to the Saturday that is worked
        ("2026-02-13", 2, "2026-02-24"),  # over 春节: the Saturday before it counts
        ("2026-11-21", 0, "2026-11-23"),  # 0 on a Saturday: the first day the office works
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-10-08", -1, "2026-09-30"),  # the day of the reminder before a deadline
    ],
)
def test_days_are_added_as_the_office_works(start, days, due):
    assert OFFICE.add_workdays(date.fromisoformat(start), days) == date.fromisoformat(due)


@given(DAYS, st.integers(1, 30))
def test_what_was_added_can_be_counted_again(start, days):
    assert OFFICE.workdays_between(start, OFFICE.add_workdays(start, days)) == days


@given(DAYS, DAYS)
def test_counting_back_is_counting_forward_with_a_minus(one, other):
    assert OFFICE.workdays_between(one, other) == -OFFICE.workdays_between(other, one)


def test_a_deadline_falls_at_half_past_five_in_shanghai():
    due = OFFICE.deadline(at("2026-11-23 10:31"), 3)
    assert due.at == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert str(due) == "2026年11月26日"


def test_a_paper_that_comes_after_midnight_utc_counts_from_the_shanghai_day():
    assert OFFICE.deadline(at("2026-11-24 00:30"), 1).at == due_on(date(2026, 11, 25))


def test_due_today_moves_to_the_next_working_day_when_the_office_has_closed():
    assert OFFICE.deadline(at("2026-11-20 17:29"), 0).at == due_on(date(2026, 11, 20))
    assert OFFICE.deadline(at("2026-11-20 17:30"), 0).at == due_on(date(2026, 11, 23))


def test_a_year_without_a_table_is_counted_by_weekdays_and_says_so():
    due = OFFICE.deadline(at("2026-12-30 09:00"), 5)
    assert (due.known, str(due)) == (False, "2027年1月6日（暂定）")
    assert str(OFFICE.left(due.at, at("2026-12-30 09:00"))) == "还剩5个工作日（暂定）"
    assert WEEKDAYS_ONLY.is_workday(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("now", "text", "light"),
    [
        ("2026-11-20 09:00", "还剩4个工作日", Light.GREEN),
        ("2026-11-25 18:00", "还剩1个工作日", Light.YELLOW),
        ("2026-11-26 17:30", "今日到期", Light.YELLOW),
        ("2026-11-26 17:31", "已超期不足1个工作日", Light.RED),
        ("2026-11-28 10:00", "已超期1个工作日", Light.RED),  # Saturday: only Friday was worked
        ("2026-11-30 09:00", "已超期2个工作日", Light.RED),
    ],
)
def test_what_stands_beside_a_deadline_of_26_november(now, text, light):
    left = OFFICE.left(due_on(date(2026, 11, 26)), at(now))
    assert (str(left), left.light) == (text, light)


def test_a_deadline_on_a_sunday_is_not_over_on_saturday():
    left = OFFICE.left(due_on(date(2026, 11, 29)), at("2026-11-28 10:00"))
    assert (str(left), left.light) == ("还剩不足1个工作日", Light.YELLOW)


@pytest.mark.parametrize(
    ("done", "text"), [("2026-11-26 17:00", "按期办结"), ("2026-11-30 09:00", "超期2个工作日办结")]
)
def test_a_finished_case_is_grey_and_says_how_it_ended(done, text):
    left = OFFICE.left(due_on(date(2026, 11, 26)), at("2027-03-01 09:00"), done=at(done))
    assert (str(left), left.light) == (text, Light.GREY)


def test_without_a_deadline_the_lamp_is_grey():
    assert str(OFFICE.left(None, at("2026-11-26 09:00"))) == "未定时限"
    assert [light.label for light in Light] == ["绿", "黄", "红", "灰"]
