"""工作日: counting in days the office works.  Pure arithmetic over tables of days off and days made up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache

from config.holidays import years
from config.language import _, each
from config.policy import policy
from models.dates import SHANGHAI, local_day, on_paper

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class Light(StrEnum):
    """The lamp of a deadline: 绿 in good time, 黄 soon, 红 overdue, 灰 finished or without a deadline."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"

    @property
    def label(self) -> str:
        return each({"green": "绿", "yellow": "黄", "red": "红", "grey": "灰"})[self.value]


@dataclass(frozen=True, slots=True)
class Deadline:
    """``at`` is in UTC.  Not ``known``: a year without a published table was counted by weekdays."""

    at: datetime
    known: bool

    def __str__(self) -> str:
        return on_paper(self.at) + ("" if self.known else _("（暂定）"))


@dataclass(frozen=True, slots=True)
class Left:
    """What to print beside a deadline, and its lamp."""

    text: str
    light: Light
    known: bool = True

    def __str__(self) -> str:
        return self.text + ("" if self.known else _("（暂定）"))


@dataclass(frozen=True, slots=True)
class Calendar:
    """``rest``: days off; ``work``: weekend days made up (调休); ``half``: working days whose afternoon is free;
    ``known``: the years that have a table."""

    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    half: frozenset[date] = frozenset()
    known: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        return day in self.work or (day.weekday() < SATURDAY and day not in self.rest)

    def knows(self, first: date, last: date) -> bool:
        """Whether every year from the one date to the other, either way round, has a table."""
        low, high = sorted((first.year, last.year))
        return all(year in self.known for year in range(low, high + 1))

    def add_workdays(self, start: date, days: int) -> date:
        """The ``days``-th working day after ``start`` (before it, when negative); 0: the first from ``start`` on."""
        if days == 0:
            return start if self.is_workday(start) else self.add_workdays(start, 1)
        step, day = (ONE_DAY if days > 0 else -ONE_DAY), start
        for _day in range(abs(days)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; negative when ``last`` is the earlier."""
        if last < first:
            return -self.workdays_between(last, first)
        return sum(self.is_workday(first + ONE_DAY * n) for n in range(1, (last - first).days + 1))

    def deadline(self, start: datetime, days: int) -> Deadline:
        """Due ``days`` working days after ``start``, which itself does not count; 0 means today, while it lasts."""
        first = local_day(start)
        due = due_on(self.add_workdays(first, days))
        if due <= start:
            due = due_on(self.add_workdays(first, 1))
        return Deadline(due, self.knows(first, local_day(due)))

    def left(self, due: datetime | None, now: datetime, *, done: datetime | None = None) -> Left:
        """How much time is left at ``now``, or how it ended when it was ``done``."""
        if due is None:
            return Left(_("已办结") if done else _("未定时限"), Light.GREY)
        known = self.knows(local_day(due), local_day(done or now))
        if done:
            return Left(self._ended(due, done), Light.GREY, known)
        if now > due:
            return Left(_("已超期{days_over}", days_over=self._days_over(due, now)), Light.RED, known)
        return self._remaining(local_day(due), local_day(now), known)

    def _remaining(self, due: date, today: date, known: bool) -> Left:
        if due == today:
            return Left(_("今日到期"), Light.YELLOW, known)
        days = self.workdays_between(today, due)
        light = Light.YELLOW if days <= policy().reminders.yellow_days else Light.GREEN
        return Left(_("还剩{workdays}", workdays=_workdays(days)), light, known)

    def _ended(self, due: datetime, done: datetime) -> str:
        return (
            _("按期办结") if done <= due else _("超期{days_over}办结", days_over=self._days_over(due, done))
        )

    def _days_over(self, due: datetime, at: datetime) -> str:
        return _workdays(self.workdays_between(local_day(due), local_day(at)))


def due_on(day: date) -> datetime:
    """The moment a deadline on ``day`` falls due: the office's closing hour in Shanghai, in UTC."""
    half = day in office_calendar().half
    closing = policy().office_hours.morning[1] if half else policy().deadlines.due_at
    return datetime.combine(day, closing, SHANGHAI).astimezone(UTC)


@cache
def office_calendar() -> Calendar:
    """The calendar of every year that has a table in config/calendar."""
    tables = years()
    return Calendar(
        rest=frozenset().union(*(table.rest for table in tables)),
        work=frozenset().union(*(table.work for table in tables)),
        half=frozenset().union(*(table.half_days for table in tables)),
        known=frozenset(table.year for table in tables),
    )


def _workdays(days: int) -> str:
    return _("{days}个工作日", days=days) if days else _("不足1个工作日")
