"""节奏: how often something happens by the clock, the latest moment it was due at, and the next one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from config.language import _
from models.dates import SHANGHAI

Number = Callable[[], int]


class Cadence(Protocol):
    """Called with a moment, it tells the latest slot at or before it."""

    def __call__(self, at: datetime) -> datetime: ...

    def next(self, at: datetime) -> datetime: ...

    @property
    def words(self) -> str: ...


@dataclass(frozen=True)
class Every:
    minutes: Number

    def __call__(self, at: datetime) -> datetime:
        return datetime.fromtimestamp(at.timestamp() // (60 * self.minutes()) * 60 * self.minutes(), UTC)

    def next(self, at: datetime) -> datetime:
        return self(at) + timedelta(minutes=self.minutes())

    @property
    def words(self) -> str:
        return _("每{n}分钟", n=self.minutes())


@dataclass(frozen=True)
class Daily:
    """By the wall clock in Shanghai."""

    hour: Number
    minute: int

    def __call__(self, at: datetime) -> datetime:
        today = datetime.combine(at.astimezone(SHANGHAI), time(self.hour(), self.minute), SHANGHAI)
        return today if today <= at else today - timedelta(days=1)

    def next(self, at: datetime) -> datetime:
        return self(at) + timedelta(days=1)

    @property
    def words(self) -> str:
        return _("每天 {clock}", clock=f"{self.hour():02d}:{self.minute:02d}")


@dataclass(frozen=True)
class Monthly:
    """``day``: 1 to 28, which every month has; by the wall clock in Shanghai."""

    day: int
    hour: int
    minute: int

    def __call__(self, at: datetime) -> datetime:
        here = at.astimezone(SHANGHAI)
        slot = datetime(here.year, here.month, self.day, self.hour, self.minute, tzinfo=SHANGHAI)
        return slot if slot <= at else self._of_month_before(slot)

    def next(self, at: datetime) -> datetime:
        return (self(at) + timedelta(days=31)).replace(day=self.day)

    @property
    def words(self) -> str:
        return _("每月{day}日 {clock}", day=self.day, clock=f"{self.hour:02d}:{self.minute:02d}")

    def _of_month_before(self, slot: datetime) -> datetime:
        return (slot.replace(day=1) - timedelta(days=1)).replace(day=self.day)


def every(minutes: Number) -> Every:
    return Every(minutes)


def daily(hour: int, minute: int) -> Daily:
    return Daily(lambda: hour, minute)
