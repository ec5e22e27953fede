"""Real servers as processes of their own, and clients that keep one connection each."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from api.deps import COOKIE
from gateways import engine
from gateways.clock import now
from models import signins
from models.database import unit_of_work
from models.people import Me

PATIENCE_SECONDS = 180
START_SECONDS = 600  # a busy machine starts slowly


@contextmanager
def running(*command: str, quiet: bool = False, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """``python …`` as a process; it ends with the block."""
    out = subprocess.DEVNULL if quiet else None
    process = subprocess.Popen([sys.executable, *command], env=os.environ | environment, stdout=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serving(app: str, port: int, **environment: str) -> Iterator[None]:
    """uvicorn as ``jiyao up`` starts it; on when it answers."""
    options = ("--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--no-access-log")
    options += (
        "--timeout-keep-alive",
        str(PATIENCE_SECONDS),
    )  # a client may wait for the other server's turn
    with running("-m", "uvicorn", "--factory", app, *options, **environment):
        wait_for(port)
        yield


@contextmanager
def up() -> Iterator[subprocess.Popen[bytes]]:
    """``jiyao up`` in the place that was made for it."""
    with running("-c", "from api.cli import app; app()", "up", quiet=True) as process:
        yield process


def wait_for_engine() -> float:
    """Seconds until the Prefect server answers."""
    began = time.perf_counter()
    while time.perf_counter() - began < START_SECONDS:
        if engine.healthy():
            return time.perf_counter() - began
        time.sleep(0.1)
    raise TimeoutError("no Prefect server")


def wait_for(port: int, path: str = "/sign-in") -> float:
    """Seconds until something answers there, whatever it says."""
    began = time.perf_counter()
    while time.perf_counter() - began < START_SECONDS:
        try:
            Client(port).get(path)
        except OSError:
            time.sleep(0.02)
        else:
            return time.perf_counter() - began
    raise TimeoutError(f"nothing answers on port {port}")


class Client:
    """One browser's connection, signed in where ``me`` is given."""

    def __init__(self, port: int, me: Me | None = None) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self.headers, self.csrf = {}, ""
        if me:
            with unit_of_work() as session:
                secret = signins.begin(session, me.person, at=now())
                self.csrf = session.get_one(signins.SignIn, signins.digest(secret)).csrf
            self.headers = {"Cookie": f"{COOKIE}={secret}"}

    def get(self, path: str) -> tuple[int, bytes]:
        self.line.request("GET", path, headers=self.headers)
        answer = self.line.getresponse()
        return answer.status, answer.read()

    def post(self, path: str, **sent: object) -> int:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.line.request("POST", path, urlencode(sent).encode(), self.headers | form)
        answer = self.line.getresponse()
        answer.read()
        return answer.status
