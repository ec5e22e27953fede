"""守时: real time is kept by the machine's own counter, which nobody sets, and held against the clock."""

import time
from datetime import datetime, timedelta

from models import clock_watch
from models.database import unit_of_work


def since_power_on() -> float:
    """Seconds; a machine that slept goes on counting."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Watch:
    """One clerk's: what the clock said when it was last believed, and how the counter stood then.

    ``reckoned``: what it should say now, as far as anybody knows: what goes on in spite of a wrong clock goes by it.
    """

    def __init__(self, holder: str | None = None) -> None:
        self._holder = holder
        self._believed: tuple[datetime, float, int] | None = None
        self._came: tuple[datetime, float] | None = None
        self.reckoned: datetime | None = None
        self.right = True

    def believes(self, at: datetime) -> bool:
        counted = since_power_on()
        with unit_of_work() as session:
            mark = clock_watch.mark_of(session, at)
            expected = self._expected(counted, mark.accepted)
            right = clock_watch.look(session, mark, at, expected, self._holder)
            if right:
                self._believed = (at, counted, mark.accepted)
        self.right = right
        self.reckoned = at if right else expected or self._since_it_came(mark.seen_at, counted)
        return right

    def _expected(self, counted: float, accepted: int) -> datetime | None:
        """None for a clerk who has just come, and after two administrators have accepted another time."""
        if self._believed is None or self._believed[2] != accepted:
            return None
        at, before, _ = self._believed
        return at + timedelta(seconds=counted - before)

    def _since_it_came(self, seen_at: datetime, counted: float) -> datetime:
        """Nobody kept the time before: the latest moment that was believed, and what was counted since."""
        self._came = self._came or (seen_at, counted)
        return self._came[0] + timedelta(seconds=counted - self._came[1])
