"""周期: on which working day something that comes back is due, and from which day on it is worked at."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config.language import _
from models.kinds import Labelled
from models.workdays import Deadline, due_on, office_calendar

SURE_WORKDAYS = 15  # every month has so many, the one of the Spring Festival too
LAST_DAY = 31


class Rhythm(Labelled):
    """How often something comes back."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    YEAR = "year", "每年"

    @property
    def months(self) -> int:
        return {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}[self]


class Counted(Labelled):
    """What the number in a rule counts."""

    WORKDAY = "workday", "第几个工作日"
    DAY = "day", "几号（遇休息日顺延）"


@dataclass(frozen=True)
class Recurrence:
    """``month``: which of the period, from 1.  ``ahead``: working days before the deadline that the work begins."""

    rhythm: Rhythm
    month: int
    counted: Counted
    nth: int
    ahead: int

    def periods(self, since: date, today: date) -> Iterator[date]:
        """The first days of those that are due on or after ``since`` and are open by ``today``."""
        period = self.period_of(since)
        while self.opens_on(period) <= today:
            if self.due_day(period) >= since:
                yield period
            period = _later(period, self.rhythm.months)

    def next(self, today: date) -> date:
        """The period whose deadline is the next one from ``today`` on."""
        period = self.period_of(today)
        return period if self.due_day(period) >= today else _later(period, self.rhythm.months)

    def period_of(self, day: date) -> date:
        many = self.rhythm.months
        return date(day.year, (day.month - 1) // many * many + 1, 1)

    def due_day(self, period: date) -> date:
        first, calendar = _later(period, self.month - 1), office_calendar()
        if self.counted is Counted.WORKDAY:
            return calendar.add_workdays(first - timedelta(days=1), self.nth)
        last = monthrange(first.year, first.month)[1]
        return calendar.add_workdays(first.replace(day=min(self.nth, last)), 0)

    def opens_on(self, period: date) -> date:
        return office_calendar().add_workdays(self.due_day(period), -self.ahead)

    def deadline(self, period: date) -> Deadline:
        """Not known (暂定) in a year whose holidays are not published yet."""
        day = self.due_day(period)
        return Deadline(due_on(day), office_calendar().knows(day, day))

    @property
    def words(self) -> str:
        month = {
            Rhythm.MONTH: "",
            Rhythm.QUARTER: _("第{n}个月", n=self.month),
            Rhythm.YEAR: _("{n}月", n=self.month),
        }[self.rhythm]
        day = (
            _("第{n}个工作日", n=self.nth)
            if self.counted is Counted.WORKDAY
            else _("{n}日（遇休息日顺延）", n=self.nth)
        )
        return _("{rhythm}{month}{day}", rhythm=_RHYTHM[self.rhythm], month=month, day=day)


_RHYTHM = {Rhythm.MONTH: _("每月"), Rhythm.QUARTER: _("每季度"), Rhythm.YEAR: _("每年")}


def _later(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
