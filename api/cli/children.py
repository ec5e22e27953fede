"""The processes that ``jiyao up`` looks after: started, watched, started again, and stopped in order."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60  # who lived this long did not die of starting
ILL_SECONDS = 10  # how long somebody who was well may be unwell
CONVALESCENCE_SECONDS = 180  # and somebody who is still starting
LOG_BYTES, LOGS_KEPT = 10_000_000, 5
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>


def always_well() -> bool:
    return True


@dataclass
class Child:
    """One process.  ``well`` looks deeper than being alive."""

    name: str
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    well: Callable[[], bool] = always_well
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    last_well: float | None = None
    failures: int = 0
    again_at: float = 0.0
    too_slow: int = 0  # starts in a row that were given up: a busy machine needs longer, not another start

    def tend(self) -> str:
        """Do what is due; returns a line when something happened that somebody should know."""
        rotate(self.log)
        if self.process is None:
            return self._start() if time.monotonic() >= self.again_at else ""
        if (code := self.process.poll()) is not None:
            return self._mourn(code)
        return self._examine()

    def tell_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Gone after ``seconds`` at the latest, by force if need be."""
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self) -> str:
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as out:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the parent, which stops its children in order
                preexec_fn=_die_with_parent,
            )
        self.started, self.last_well = time.monotonic(), None
        return ""

    def _mourn(self, code: int) -> str:
        self.failures = 1 if time.monotonic() - self.started > STEADY_SECONDS else self.failures + 1
        pause = min(2 ** (self.failures - 1), LONGEST_PAUSE_SECONDS)
        self.process, self.again_at = None, time.monotonic() + pause
        return f"{self.name} 退出（{code}），{pause} 秒后重启；详见 {self.log}"

    def _examine(self) -> str:
        if self.well():
            self.last_well, self.too_slow = time.monotonic(), 0
            return ""
        since, patience = self.started, CONVALESCENCE_SECONDS * 2**self.too_slow
        if self.last_well is not None:
            since, patience = self.last_well, ILL_SECONDS
        if time.monotonic() - since < patience:
            return ""
        self.too_slow += self.last_well is None
        self.tell_to_stop()
        self.wait(ILL_SECONDS)
        return f"{self.name} 没有应答，正在重启；详见 {self.log}"


def rotate(log: Path) -> None:
    """``log.1`` is the newest old one.  The writer appends, so it goes on in the emptied file."""
    if not log.exists() or log.stat().st_size < LOG_BYTES:
        return
    for number in range(LOGS_KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    shutil.copy2(log, log.with_name(f"{log.name}.1"))
    os.truncate(log, 0)


def _die_with_parent() -> None:
    """A parent that was killed leaves no child that holds its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
