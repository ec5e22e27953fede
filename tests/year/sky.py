"""The time that really passes, and what each host's clock makes of it: shared by every process of the simulation."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import RawArray

from flows import clock_watch
from gateways import clock

HOSTS = 3


class Sky:
    """``passed`` never runs back; a clock is what was set, and somebody may set it."""

    def __init__(self, began: datetime) -> None:
        self.began = began
        self._shared = RawArray("d", 1 + HOSTS)

    @property
    def passed(self) -> float:
        """Seconds."""
        return self._shared[0]

    def says(self, host: int) -> datetime:
        return self.began + timedelta(seconds=self.passed + self._shared[1 + host])

    def goes_on_to(self, moment: datetime, host: int) -> None:
        """Until that host's clock says ``moment``."""
        ahead = (moment - self.says(host)).total_seconds()
        assert ahead >= 0, "time passes"
        self._shared[0] += ahead

    def sets(self, hosts: list[int], by: timedelta) -> None:
        for host in hosts:
            self._shared[1 + host] += by.total_seconds()

    def rules(self, host: int) -> None:
        """From now on this process has that host's clock and counter."""
        clock_watch.since_power_on = lambda: self.passed
        _everywhere(clock.now, lambda: self.says(host).astimezone(UTC))


def _everywhere(real: Callable[[], datetime], instead: Callable[[], datetime]) -> None:
    """Whoever took ``now`` by its name has it from here."""
    for module in [one for one in [*sys.modules.values()] if vars(one).get("now") is real]:
        module.now = instead  # type: ignore[attr-defined]
