"""Whether the Prefect server answers: asked cheaply, believed for a second; nobody waits long for a server that hangs."""

import base64
import http.client
import json
import time
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from threading import Event, Lock, Thread

from config.keys import keys
from config.settings import settings
from gateways.engine.environment import HOST

PATIENCE_SECONDS = 2.0
BELIEVED_SECONDS = 1.0
GLANCE_SECONDS = 0.1  # a page goes on after that, with what was believed before


@dataclass
class Pulse:
    """Asks for something that needs Prefect's tables: a server that lost its database does not count as up."""

    port: int
    auth: str = field(repr=False)
    _up: bool | None = None
    _asked: float = float("-inf")
    _answered: Event | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def beats(self) -> bool:
        answered = self._asking()
        answered.wait(PATIENCE_SECONDS if self._up is None else GLANCE_SECONDS)
        return bool(self._up)

    def _asking(self) -> Event:
        """The last question, or a new one where its answer is old; there is one at a time."""
        with self._lock:
            last = self._answered
            if last and not (last.is_set() and time.monotonic() - self._asked > BELIEVED_SECONDS):
                return last
            self._answered = Event()
            Thread(target=self._look, args=(self._answered,), daemon=True, name="pulse").start()
            return self._answered

    def _look(self, answered: Event) -> None:
        try:
            self._up = self._ask()
        finally:
            self._asked = time.monotonic()
            answered.set()

    def _ask(self) -> bool:
        line = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE_SECONDS)
        told = {
            "Authorization": f"Basic {base64.b64encode(self.auth.encode()).decode()}",
            "Content-Type": "application/json",
        }
        try:
            line.request("POST", "/api/flows/count", body=json.dumps({}), headers=told)
            return line.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


@cache
def pulse() -> Pulse:
    return Pulse(settings().prefect_port, keys().prefect_auth)


def healthy() -> bool:
    """Whether runs can be recorded now."""
    return pulse().beats()
