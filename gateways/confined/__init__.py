"""隔离间: a stranger's file is opened in a child of its own: little memory, little time, no network.

The child gives its rights up itself (limits.py).  What it writes to its standard output is all that comes back.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
LONGEST_ANSWER = 32 << 20  # bytes
KILLED = {-signal.SIGKILL, -signal.SIGXCPU}


def python(module: str, *words: str) -> list[str]:
    """The command for one of our own modules; what the environment says of Python is not heard."""
    return [sys.executable, "-E", "-s", "-m", module, *words]


def run(
    command: list[str],
    *,
    seconds: float,
    given: BinaryIO | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    """Exit code and answer.  Whoever is not done in ``seconds`` or says too much is killed with all its children."""
    with subprocess.Popen(  # noqa: S603  our own words only, no shell
        command,
        cwd=ROOT,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"} | dict(environment or {}),
        stdin=given or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        with _killed_after(seconds, child.pid):
            answer = _heard(child)
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        _kill(child.pid)  # whoever it left behind; the number is its own until it is waited for
    return child.returncode, answer


@contextmanager
def unnamed(pieces: Iterable[bytes]) -> Iterator[BinaryIO]:
    """A file that lies in memory only and has no name: clear text for a child, none on the disk."""
    with open(os.memfd_create("jiyao", os.MFD_CLOEXEC), "w+b") as file:
        file.writelines(pieces)
        file.flush()
        file.seek(0)
        yield file


def _heard(child: "subprocess.Popen[bytes]") -> bytes:
    assert child.stdout is not None
    answer = child.stdout.read(LONGEST_ANSWER + 1)
    if len(answer) <= LONGEST_ANSWER:
        return answer
    _kill(child.pid)
    return b""


@contextmanager
def _killed_after(seconds: float, pid: int) -> Iterator[None]:
    watch = Timer(seconds, _kill, [pid])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
