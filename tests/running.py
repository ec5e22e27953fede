"""The whole product as a hospital runs it: ``jiyao up`` in processes of its own, for tests that need it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

UP = "from api.cli.up import up; up()"
START_SECONDS, STOP_SECONDS = 60, 60


@dataclass
class House:
    """Where it answers, and where its data lies."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running(data_dir: Path, name: str = "127.0.0.1") -> Iterator[House]:
    """``jiyao up`` on free ports over an existing data folder; stopped as Ctrl-C would."""
    port, prefect_port = free_port(), free_port()
    url = f"http://{name}:{port}"
    environment = os.environ | {
        "JIYAO_DATA_DIR": str(data_dir),
        "JIYAO_PORT": str(port),
        "JIYAO_PREFECT_PORT": str(prefect_port),
        "JIYAO_PUBLIC_URL": url,
    }
    with (data_dir / "up.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", UP], env=environment, stdout=log, stderr=log)
    try:
        _wait_for(url, process, data_dir)
        yield House(url, data_dir, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], data_dir: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, (data_dir / "up.log").read_text()
        try:
            with urllib.request.urlopen(f"{url}/health/live", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("no page within a minute: " + (data_dir / "up.log").read_text())
