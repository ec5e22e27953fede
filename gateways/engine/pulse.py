"""Whether the Prefect server answers: asked cheaply, believed for a second."""

import base64
import http.client
import json
import time
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from threading import Lock

from config.keys import keys
from config.settings import settings
from gateways.engine.environment import HOST

PATIENCE_SECONDS = 2.0
BELIEVED_SECONDS = 1.0


@dataclass
class Pulse:
    """Asks for something that needs Prefect's tables: a server that lost its database does not count as up."""

    port: int
    auth: str = field(repr=False)
    _up: bool = False
    _asked: float = float("-inf")
    _lock: Lock = field(default_factory=Lock, repr=False)

    def beats(self) -> bool:
        with self._lock:
            if time.monotonic() - self._asked > BELIEVED_SECONDS:
                self._up = self._ask()
                self._asked = time.monotonic()
            return self._up

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
