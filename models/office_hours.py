"""上班时间: time the office is open, counted to the minute over its working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from config.language import _
from config.policy import policy
from models.dates import SHANGHAI, local_day
from models.workdays import ONE_DAY, Calendar, office_calendar

Span = tuple[time, time]
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Moments go in and come out in UTC; ``half``: working days whose afternoon is free."""

    calendar: Calendar
    morning: Span
    afternoon: Span
    half: frozenset[date] = frozenset()

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """When the office is open on ``day``, first to last; none on a day off."""
        if not self.calendar.is_workday(day):
            return []
        open_ = [self.morning] if day in self.half else [self.morning, self.afternoon]
        return [(_moment(day, start), _moment(day, end)) for start, end in open_]

    def closes(self, day: date) -> datetime:
        """When a working day ends."""
        return self.spans(day)[-1][1]

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Office time from the one moment to the other; nothing when ``end`` is not later."""
        days = _days(local_day(start), local_day(end))
        cut = ((max(start, first), min(end, last)) for day in days for first, last in self.spans(day))
        return sum((last - first for first, last in cut if last > first), NOTHING)

    def after(self, start: datetime, worked: timedelta) -> datetime:
        """The moment when so much office time has passed; ``start`` itself for none."""
        day, left = local_day(start), worked
        while left > NOTHING:
            for first, last in self.spans(day):
                begins = max(first, start)
                if left <= last - begins:
                    return begins + left
                left -= max(last - begins, NOTHING)
            day += ONE_DAY
        return start


def _days(first: date, last: date) -> Iterator[date]:
    return (first + ONE_DAY * n for n in range((last - first).days + 1))


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


def in_words(worked: timedelta) -> str:
    """``3小时20分``."""
    hours, minutes = divmod(int(worked.total_seconds()) // 60, 60)
    return (_("{hours}小时", hours=hours) if hours else "") + (
        _("{minutes}分", minutes=minutes) if minutes or not hours else ""
    )


def office_hours() -> OfficeHours:
    """The hours of policy.toml over the office's calendar."""
    rules = policy().office_hours
    return OfficeHours(office_calendar(), rules.morning, rules.afternoon, office_calendar().half)
