"""What goes wrong in a year: stops, wrong clocks and deaths, in half days; one seed, one list."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.year.sky import HOSTS

EVERYBODY = list(range(HOSTS))


@dataclass(frozen=True)
class Trouble:
    """From the half day ``first`` until before ``last``.  ``hosts``: whose clock is off ``by``; none: all stand."""

    first: int
    last: int
    hosts: tuple[int, ...] = ()
    by: timedelta = timedelta()


@dataclass(frozen=True)
class Amount:
    stops: int
    leaps: int
    accepted: int
    kills: int


class Troubles:
    """``accepted``: on which morning two administrators take over a clock that was set, and by how many days."""

    def __init__(self, random: Random, many: Amount, days: list[date]) -> None:
        apart = len(days) // (many.stops + many.leaps + many.accepted + 1)
        places = [n * apart + random.randrange(max(1, apart // 3)) + 1 for n in range(len(days) // apart)]
        random.shuffle(places)
        self.list = [self._stop(random, places.pop(), apart) for _ in range(many.stops)]
        self.list += [self._leap(random, places.pop(), apart, n) for n in range(many.leaps)]
        self.accepted = {
            days[places.pop()]: timedelta(days=random.choice((1, 2)) * (-1 if n % 2 else 1))
            for n in range(many.accepted)
        }
        busy = {half // 2 for one in self.list for half in range(one.first - 1, one.last + 1)}
        near = {day + timedelta(days=n) for day in self.accepted for n in range(3)}
        quiet = [day for n, day in enumerate(days) if n not in busy and day not in near]
        self.kills = Kills(random, many.kills, quiet)

    def _stop(self, random: Random, place: int, apart: int) -> Trouble:
        first = 2 * place + random.randrange(2)
        return Trouble(first, first + random.randint(1, max(1, min(8, apart))))

    def _leap(self, random: Random, place: int, apart: int, number: int) -> Trouble:
        """Of one machine, or of all by their common time server; ahead or back."""
        first = 2 * place + random.randrange(2)
        hosts = (random.randrange(HOSTS),) if number % 2 else tuple(EVERYBODY)
        by = timedelta(days=random.choice((0.02, 0.5, 3, 5, 40, 400))) * random.choice((1, -1))
        return Trouble(first, first + random.randint(1, max(1, min(4, apart))), hosts, by)


class Kills:
    """Most of them while the mails of the morning are made and sent."""

    def __init__(self, random: Random, many: int, days: list[date]) -> None:
        self.random = random
        places = [(day, step) for day in days for step in (1, 2)]
        self.places = set(random.sample(places, min(many, len(places))))

    def now(self, day: date, step: int) -> tuple[int, float] | None:
        """Who dies, and after which part of the step; None: nobody."""
        hit = (day, step) in self.places
        return (self.random.randrange(HOSTS), self.random.random()) if hit else None
