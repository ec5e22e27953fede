"""起止: a year, a month or a week as the moments between which it lies, by the hospital's calendar."""

import re
from datetime import UTC, date, datetime, time, timedelta

from config.language import _
from models.dates import SHANGHAI, local_day
from models.errors import Malformed

Span = tuple[datetime, datetime]
PERIOD = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2]))?", re.ASCII)
A_WEEK, TO_SUNDAY = timedelta(days=7), timedelta(days=6)


def of_period(period: str) -> Span:
    """``2026`` or ``2026-11``; the end itself is outside.  Raises Malformed."""
    found = PERIOD.fullmatch(period)
    if found is None:
        raise Malformed(_("期间应写成2026或2026-11这样的年份、月份。"), "period")
    year, month = int(found[1]), int(found[2] or 0)
    if not month:
        return _begins(date(year, 1, 1)), _begins(date(year + 1, 1, 1))
    return _begins(date(year, month, 1)), _begins(date(year + month // 12, month % 12 + 1, 1))


def named(period: str) -> str:
    """As papers print it: ``2026年``, ``2026年11月``."""
    year, _dash, month = period.partition("-")
    return f"{year}年" + (f"{int(month)}月" if month else "")


def of_week(day: date) -> Span:
    """The week, Monday to Sunday, that ``day`` lies in."""
    monday = monday_of(day)
    return _begins(monday), _begins(monday + A_WEEK)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def months_to(at: datetime, many: int) -> list[str]:
    """The last ``many`` months up to and including that of ``at``: ``2025-12`` … ``2026-11``."""
    today = local_day(at)
    last = today.year * 12 + today.month - 1
    return [f"{one // 12}-{one % 12 + 1:02d}" for one in range(last - many + 1, last + 1)]


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
