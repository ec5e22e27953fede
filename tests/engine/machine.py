"""A machine that runs the engine for the tests: a real Prefect server, a real clerk, and what Prefect kept."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from config.keys import secrets_of
from config.settings import settings
from gateways import engine
from gateways.clock import now
from models import outbox
from models.database import reading
from models.outbox import HAND_OVERS, WORLD

PATIENCE_SECONDS = 60


def until(true: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """What ``true`` said as soon as it was true."""
    end = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > end:
            raise AssertionError(f"not true after {seconds} s: {true}")
        time.sleep(0.05)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Machine:
    """One host.  Its product database is the test's own; its Prefect may serve many tests."""

    logs: Path
    prefect: subprocess.Popen[bytes] | None = None
    clerk: subprocess.Popen[bytes] | None = None
    _since: str = field(default_factory=lambda: now().isoformat())

    def starts_prefect(self, *, wait: bool = True) -> None:
        here = settings()
        self.prefect = self._start("prefect", engine.server_command(here), engine.environment(here))
        if wait:
            until(engine.healthy)

    def stops_prefect(self) -> None:
        _end(self.prefect, signal.SIGTERM)
        until(lambda: not engine.healthy())

    def has_prefect(self) -> None:
        """Whatever a test did to it, the next one finds it."""
        if self.prefect is None or self.prefect.poll() is not None:
            self.starts_prefect()

    def loses_its_runs(self) -> None:
        """Somebody deletes the whole Prefect database."""
        for file in settings().prefect_home.glob("prefect.db*"):
            file.unlink()

    def starts_clerk(self) -> None:
        self.clerk = self._start("clerk", [sys.executable, "-m", "flows.clerk"])

    def stops_clerk(self) -> int:
        return _end(self.clerk, signal.SIGTERM)

    def kills_clerk(self) -> None:
        _end(self.clerk, signal.SIGKILL)

    def ends(self) -> None:
        for process in (self.clerk, self.prefect):
            _end(process, signal.SIGKILL)

    def hands_over(self) -> None:
        """Wait until no hand-over is due."""
        until(lambda: self.waiting(HAND_OVERS) == 0)

    def comes_to_rest(self) -> None:
        """Wait until nothing is due, mails and forms included."""
        until(lambda: self.waiting(HAND_OVERS + WORLD) == 0)

    def waiting(self, topics: Any = HAND_OVERS, at: datetime | None = None) -> int:
        with reading() as session:
            return outbox.backlog(session, topics, at=at or now() + outbox.GRACE)[0]

    def runs(self) -> list[dict[str, Any]]:
        """The flow runs Prefect recorded since this test began, oldest first."""
        return self._ask("flow_runs", "START_TIME_ASC")

    def steps(self) -> list[dict[str, Any]]:
        """The task runs, which Prefect records a moment later than it is told."""
        return self._ask("task_runs", "EXPECTED_START_TIME_ASC")

    def written(self) -> bytes:
        """Everything the engine left on the disk: Prefect's folder and the logs."""
        files = [*settings().prefect_home.rglob("*"), *self.logs.iterdir()]
        return b"\n".join(file.read_bytes() for file in files if file.is_file())

    def tells(self, path: str, told: dict[str, Any]) -> Any:
        """POST to Prefect's API, as anybody could who knows its password."""
        auth = base64.b64encode(secrets_of(settings()).prefect_auth.encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{settings().prefect_port}/api/{path}",
            data=json.dumps(told).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Basic {auth}"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def _ask(self, what: str, order: str) -> list[dict[str, Any]]:
        recent = {what: {"start_time": {"after_": self._since}}, "sort": order}
        return list(self.tells(f"{what}/filter", recent))

    def _start(
        self, name: str, command: list[str], environment: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with (self.logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env={**os.environ, **(environment or {})}, stdout=log, stderr=subprocess.STDOUT
            )


def _end(process: subprocess.Popen[bytes] | None, by: signal.Signals) -> int:
    if process is None:
        return 0
    process.send_signal(by)
    return process.wait(PATIENCE_SECONDS)
