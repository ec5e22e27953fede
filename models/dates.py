"""日期: how a date is printed on paper and which dates a paper may bear.  Stored in UTC, shown in Shanghai."""

from datetime import UTC, date, datetime
from typing import overload
from zoneinfo import ZoneInfo

from config.language import _
from config.policy import policy
from models.errors import Malformed

SHANGHAI = ZoneInfo("Asia/Shanghai")


class NoDate(Malformed):
    def __init__(self, name: str, field: str = "") -> None:
        super().__init__(_("{name}不是日期，应写作 2026-11-22。", name=name), field)


class OutOfRange(Malformed):
    def __init__(self, name: str, first: int, last: date, field: str = "") -> None:
        super().__init__(
            _("{name}应在{first}年至{last}之间，请核对年份。", name=name, first=first, last=on_paper(last)),
            field,
        )


def local_day(moment: datetime) -> date:
    """The date on the office's wall at this moment."""
    return _aware(moment).astimezone(SHANGHAI).date()


def on_paper(day: date | datetime) -> str:
    """``2026年11月22日``, as GB/T 9704-2012 writes a date: no zero in front."""
    shown = local_day(day) if isinstance(day, datetime) else day
    return _("{year}年{month}月{day}日", year=shown.year, month=shown.month, day=shown.day)


def to_the_minute(moment: datetime) -> str:
    """``2026年11月22日 10:31``, Shanghai time."""
    shown = _aware(moment).astimezone(SHANGHAI)
    return _("{day} {time}", day=on_paper(moment), time=f"{shown:%H:%M}")


def read_day(text: str, name: str, *, field: str = "") -> date:
    """A date as a form sends it.  Raises NoDate."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NoDate(name, field) from None


def read_moment(text: str, name: str, *, field: str = "") -> datetime:
    """A minute of Shanghai time as a form sends it (2026-11-22T10:31), in UTC.  Raises NoDate."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NoDate(name, field) from None


@overload
def in_range(day: date, *, today: date, name: str = ..., field: str = ...) -> date: ...
@overload
def in_range(day: date | None, *, today: date, name: str = ..., field: str = ...) -> date | None: ...
def in_range(
    day: date | None, *, today: date, name: str = _("成文日期"), field: str = "issue_date"
) -> date | None:
    """A date that stands on a paper; none is fine.  Raises OutOfRange."""
    return _between(day, _later(today, policy().dates.issue_years_ahead), name, field)


@overload
def due_in_range(day: date, *, today: date, name: str = ..., field: str = ...) -> date: ...
@overload
def due_in_range(day: date | None, *, today: date, name: str = ..., field: str = ...) -> date | None: ...
def due_in_range(
    day: date | None, *, today: date, name: str = _("办理时限"), field: str = "due_date"
) -> date | None:
    """A deadline; one that has passed is possible, the post was slow.  Raises OutOfRange."""
    return _between(day, _later(today, policy().dates.due_years_ahead), name, field)


def _between(day: date | None, last: date, name: str, field: str) -> date | None:
    first = policy().dates.earliest_year
    if day is not None and not date(first, 1, 1) <= day <= last:
        raise OutOfRange(name, first, last, field)
    return day


def _later(day: date, years: int) -> date:
    """The same day of a later year; the last of February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment
