"""Keeps the three processes alive, and kills them: half at a named point, half at whatever instant it is."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread

from tests.faults.killing.points import PLACES, points

LOOK_SECONDS = 0.002
LONGEST_SECONDS = 0.6  # a life that ends by chance
ARMED_SECONDS = 4.0  # one that waits for a point
MISS = 4  # deaths at other points, before one that nobody came by is tried again


@dataclass
class Life:
    pid: int
    ends: float
    point: str = ""


@dataclass
class Keeper:
    """``killed``: how often each role, and at which point; "chance" where it was no point.

    ``missed``: how often nobody came by a point in time.
    """

    port: int
    chance: Random
    most: int
    killed: Counter[str] = field(default_factory=Counter)
    at_points: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    lives: dict[str, Life] = field(default_factory=dict)
    over: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.killing.zygote", str(self.port)]
        self.zygote = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self._answer() != "ready":
            raise RuntimeError("the zygote did not start")
        self.thread = Thread(target=self._keep, daemon=True)
        self.thread.start()

    @property
    def kills(self) -> int:
        return self.killed.total()

    def rests(self) -> None:
        """From now on everybody lives."""
        self.most = 0

    def ends(self) -> None:
        self.over.set()
        self.thread.join()
        for life in self.lives.values():
            _kill(life.pid)
        self.zygote.kill()
        self.zygote.wait()

    def _keep(self) -> None:
        while not self.over.wait(LOOK_SECONDS):
            for role in PLACES:
                life = self.lives.get(role)
                if life is None or not _lives(life.pid):
                    self._buries(role, life)
                    self.lives[role] = self._begins(role)
                elif time.monotonic() > life.ends and self.kills < self.most:
                    self._gives_up(role, life)
                elif life.point and not self.kills < self.most:
                    self._gives_up(role, life)  # an armed one would die later, when nobody counts any more
                    self.lives[role] = self._begins(role)

    def _buries(self, role: str, life: Life | None) -> None:
        if life:
            self.killed[role] += 1
            self.at_points[f"{role} {life.point}" if life.point else "chance"] += 1

    def _gives_up(self, role: str, life: Life) -> None:
        if life.point:
            self.missed[f"{role} {life.point}"] += 1
        life.point = ""
        _kill(life.pid)

    def _begins(self, role: str) -> Life:
        point = self._next(role) if self.kills < self.most and self._wants_points() else ""
        times = self.chance.choice((1, 1, 1, 2, 3))
        self.zygote.stdin.write(f"{role} {point} {times}\n" if point else f"{role}\n")  # type: ignore[union-attr]
        self.zygote.stdin.flush()  # type: ignore[union-attr]
        span = ARMED_SECONDS if point else self.chance.uniform(0, LONGEST_SECONDS)
        return Life(int(self._answer()), time.monotonic() + span, point)

    def _next(self, role: str) -> str:
        """The one that was waited for least."""

        def waited(point: str) -> tuple[int, float]:
            name = f"{role} {point}"
            return self.at_points[name] + MISS * self.missed[name], self.chance.random()

        return min(points(role), key=waited)

    def _wants_points(self) -> bool:
        return self.at_points["chance"] * 2 >= self.kills

    def _answer(self) -> str:
        return self.zygote.stdout.readline().strip()  # type: ignore[union-attr]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
