"""日历: what kind of day each day of a year is, and a deadline reckoned with the days it skipped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from config.holidays import years
from config.language import _, each
from models import deadlines
from models.dates import local_day
from models.errors import Malformed
from models.office_hours import office_hours
from models.workdays import ONE_DAY, Deadline, office_calendar

LONGEST_DAYS, LONGEST_HOURS = 366, 999


class DayKind(StrEnum):
    """工作日 a day like others, 半天 its afternoon is free, 调休上班 a weekend day worked, 放假 a holiday, 周末."""

    WORK = "work"
    HALF = "half"
    MADE_UP = "made-up"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"

    @property
    def label(self) -> str:
        return each(
            {
                "work": "工作日",
                "half": "半天",
                "made-up": "调休上班",
                "holiday": "放假",
                "weekend": "周末",
            }
        )[self]

    @property
    def rests(self) -> bool:
        return self in (DayKind.HOLIDAY, DayKind.WEEKEND)


@dataclass(frozen=True, slots=True)
class Day:
    """``name``: of the holiday it belongs to, or is worked for."""

    date: date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A deadline, and the days between that the office does not work."""

    due: Deadline
    skipped: tuple[Day, ...]


def kind_of(day: date) -> Day:
    office = office_calendar()
    name = next(
        (one.named(day) for one in years() if one.year in (day.year, day.year + 1) and one.named(day)), ""
    )
    if day in office.work:
        kind = DayKind.MADE_UP
    elif not office.is_workday(day):
        kind = DayKind.HOLIDAY if day in office.rest else DayKind.WEEKEND
    else:
        kind = DayKind.WORK
    return Day(day, DayKind.HALF if day in office.half else kind, name)


def month(year: int, number: int) -> list[Day]:
    """Its days, first to last."""
    first = date(year, number, 1)
    return [kind_of(day) for n in range(31) if (day := first + ONE_DAY * n).month == number]


def reckon(start: datetime, *, days: int | None = None, hours: int | None = None) -> Reckoned:
    """A term of so many working days, or of so many office hours, from a moment.  Raises Malformed."""
    if (days is None) == (hours is None):
        raise Malformed(_("请填写几个工作日，或者几个上班小时，只填一项。"), "days")
    if days is not None and not 0 <= days <= LONGEST_DAYS:
        raise Malformed(_("工作日数应为0至{longest_days}。", longest_days=LONGEST_DAYS), "days")
    if hours is not None and not 1 <= hours <= LONGEST_HOURS:
        raise Malformed(_("上班小时数应为1至{longest_hours}。", longest_hours=LONGEST_HOURS), "hours")
    due = (
        deadlines.due(start, days)
        if days is not None
        else office_hours().after(start, timedelta(hours=hours or 0))
    )
    first, last = local_day(start), local_day(due)
    return Reckoned(Deadline(due, office_calendar().knows(first, last)), tuple(_skipped(first, last)))


def _skipped(first: date, last: date) -> Iterator[Day]:
    between = (kind_of(first + ONE_DAY * n) for n in range(1, (last - first).days))
    return (day for day in between if day.kind.rests)
