"""The year told day by day: people act, three hosts tick, things go wrong; the oracle hears what happened."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from gateways.clock import SHANGHAI
from models import clock_watch
from models.database import unit_of_work
from tests.year.acts import Acts
from tests.year.hosts import Hosts
from tests.year.oracle import ONE, Oracle, working_days
from tests.year.sky import Sky
from tests.year.town import Town, person
from tests.year.troubles import EVERYBODY, Amount, Trouble, Troubles

HALVES = (((7, 40), (8, 31), (8, 50), (9, 15)), ((14, 0), (14, 20)))
AT_REST = ((8, 31),)
FIRST = date(2025, 1, 2)
ENDING = 3  # calendar days in which what was owed leaves


class Story:
    def __init__(self, seed: int, items: int, days: int, many: Amount, folder: Path) -> None:
        random = Random(seed)
        self.days = [day for day in working_days() if day >= FIRST][:days]
        self.town = Town(random, items, self.days)
        self.oracle: Oracle = self.town.oracle()
        self.troubles = Troubles(random, many, self.days)
        self.sky = Sky(_at(FIRST, 6, 0))
        self.hosts = Hosts(self.sky, folder)
        self.acts = Acts(self.town, self.oracle, FIRST)
        self.killed = self.set_and_accepted = 0
        self.wrong: Trouble | None = None
        self.mornings: set[date] = set()

    def is_told(self, tell: Callable[[int], None] = lambda _done: None) -> None:
        """From the first day to the last; ``tell`` hears how many working days are over."""
        with unit_of_work() as session:
            self.town.moves_in(session, self.sky.began)
            self.town.promises(session, self.sky.began)
        self.hosts.start()
        try:
            day, begun = FIRST, 0
            while day <= self.days[-1] + ENDING * ONE:
                begun = max(begun, sum(one <= day for one in self.days))
                tell(begun)
                day = (self._works(day) if day in self.oracle.rank else self._rests(day)) + ONE
        finally:
            self.hosts.stop()

    def _rests(self, day: date) -> date:
        for hour, minute in AT_REST if not self._amiss(self._half(day, 1)) else ():
            self._ticks(day, hour, minute)
        return day

    def _works(self, day: date) -> date:
        """The day it is in the evening: by a clock that was set it may be another one."""
        if day in self.troubles.accepted:
            return self._is_set(day, self.troubles.accepted.pop(day))
        if day <= self.days[-1]:
            self.acts.of(day)
        free = [self._is_free(day, half) for half in (0, 1)]
        if any(free):
            self._has_its_morning(day)
        return day

    def _has_its_morning(self, day: date) -> None:
        """Once, for a day may come again where the clocks were set back."""
        if day not in self.mornings:
            self.mornings.add(day)
            self.oracle.morning(day)

    def _is_free(self, day: date, half: int) -> bool:
        """One half day; whether the mails of the morning could leave in it."""
        amiss = self._amiss(self._half(day, half))
        if amiss and not amiss.hosts:
            return False
        for step, (hour, minute) in enumerate(HALVES[half]):
            self._ticks(day, hour, minute, step if half == 0 else 0)
        return amiss is None or len(amiss.hosts) < len(EVERYBODY)

    def _ticks(self, day: date, hour: int, minute: int, step: int = 0) -> None:
        self._goes_on_to(_at(day, hour, minute))
        dies = self.troubles.kills.now(day, step)
        self.killed += dies is not None
        self.hosts.tick(kill=dies[0], after=dies[1]) if dies else self.hosts.tick()

    def _goes_on_to(self, moment: datetime) -> None:
        """Time passes for everybody; a clock that is wrong stays as wrong."""
        off = self.wrong.hosts if self.wrong else ()
        honest = [host for host in EVERYBODY if host not in off]
        if self.wrong and not honest:
            self.sky.goes_on_to(moment + self.wrong.by, EVERYBODY[0])
        else:
            self.sky.goes_on_to(moment, honest[0])

    def _half(self, day: date, half: int) -> int:
        """Its number; on a day of rest that of the half day before it."""
        return 2 * (self.oracle.last_worked(day) - self.oracle.rank[FIRST]) + half

    def _amiss(self, half: int) -> Trouble | None:
        """What is wrong in this half day, made so or mended where it begins or ends."""
        amiss = next((one for one in self.troubles.list if one.first <= half < one.last), None)
        if amiss is self.wrong:
            return amiss
        if self.wrong:
            self._is_mended(self.wrong)
        if amiss and amiss.hosts:
            self.sky.sets(list(amiss.hosts), amiss.by)
        elif amiss:
            self.hosts.stop()
        self.wrong = amiss
        return amiss

    def _is_mended(self, trouble: Trouble) -> None:
        self.sky.sets(list(trouble.hosts), -trouble.by)
        if not trouble.hosts:
            self.hosts.start()

    def _is_set(self, day: date, by: timedelta) -> date:
        """Every clock leaps, nothing goes by it, two administrators say that it is right: now it is that day."""
        self._ticks(day, 7, 40)
        self.set_and_accepted += 1
        self.sky.sets(EVERYBODY, by)
        self.hosts.tick()
        for uid in ("admin0", "admin1"):
            with unit_of_work() as session:
                clock_watch.accept(session, by=person(session, uid), at=self.sky.says(0))
        there = day + by
        for hour, minute in HALVES[1]:
            self._ticks(there, hour, minute)
        self._has_its_morning(there)
        return there


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)
