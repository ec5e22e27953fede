"""PostgreSQL dies in one of three ways, at whatever instant it is, and is started again as its service would do it."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread

from sqlalchemy import make_url

from config.settings import settings
from tests.cluster import Cluster

LONGEST_SECONDS = 4.0  # between a recovery and the next death
LOOK_SECONDS = 0.05
AWAY_SECONDS = 2.0
AT_ONCE = 0.3  # of the deaths come before anybody has recovered of the last
PATIENCE_SECONDS = 120


class Postmaster(Cluster):
    """The server of ``JIYAO_DATABASE_URL``, which runs on this machine."""

    def __init__(self) -> None:
        super().__init__(Path(str(make_url(settings().database_url).query["host"])))
        self.deaths: dict[str, Callable[[], None]] = {
            "postmaster": self._postmaster_dies,
            "everybody": self._everybody_dies,
            "immediate": self.stops_at_once,
        }

    def comes_back(self) -> None:
        """Who was orphaned by the last one has to leave first."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self.starts()
            except subprocess.CalledProcessError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def _postmaster_dies(self) -> None:
        """Its backends notice, and go too; what they have begun they may finish."""
        os.kill(self._pid(), signal.SIGKILL)

    def _everybody_dies(self) -> None:
        pid = self._pid()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def _pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])


@dataclass
class Blows:
    """``killed``: how often in which way; ``waits``: how long after it was back web and clerk were at work."""

    chance: Random
    most: int
    progress: Callable[[], tuple[int, ...]]
    killed: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.postmaster = Postmaster()
        self.thread = Thread(target=self._strike, daemon=True)
        self.thread.start()

    @property
    def kills(self) -> int:
        """Raises RuntimeError when the server could not be started again."""
        if self.killed.total() < self.most and not self.thread.is_alive():
            raise RuntimeError("PostgreSQL did not come back")
        return self.killed.total()

    def ends(self) -> None:
        self.over.set()
        self.thread.join()

    def _strike(self) -> None:
        while self.killed.total() < self.most and not self.over.wait(self.chance.uniform(0, LONGEST_SECONDS)):
            how = self.chance.choice(list(self.postmaster.deaths))
            self.postmaster.deaths[how]()
            time.sleep(self.chance.uniform(0, AWAY_SECONDS))
            self.postmaster.comes_back()
            self.killed[how] += 1
            if self.chance.random() > AT_ONCE:
                self._recovers()

    def _recovers(self) -> None:
        before, began = self.progress(), time.monotonic()
        while not self._on_since(before) and time.monotonic() - began < PATIENCE_SECONDS:
            if self.over.wait(LOOK_SECONDS):
                return  # nobody acts any more
        self.waits.append(time.monotonic() - began)

    def _on_since(self, before: tuple[int, ...]) -> bool:
        return all(new > old for new, old in zip(self.progress(), before, strict=True))
