"""原文: the text of an uploaded file, read in a child process that a hostile file may kill without harm."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateways.text.refusals import REFUSALS, FileRefused, TooHeavy, Unreadable

TIMEOUT_SECONDS = 30  # by the wall clock; the child limits its own processor time to 20
ROOT = Path(__file__).resolve().parents[2]

__all__ = ["REFUSALS", "Extract", "FileRefused", "read"]


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file says.  An image or a scan without a text layer has an empty text."""

    text: str
    first_page: str
    pages: int
    media_type: str  # by content, not as claimed


def read(path: Path, media_type: str = "") -> Extract:
    """Inspect a file, then read it.  Raises FileRefused: wrong or unsupported type, encrypted, broken, active, a bomb."""
    answer = _ask_child(path.resolve(), media_type)
    if refusal := answer.get("refused"):
        raise REFUSALS.get(refusal, Unreadable)()
    return Extract(**answer)


def _ask_child(path: Path, media_type: str) -> dict[str, Any]:
    command = [sys.executable, "-E", "-s", "-m", "gateways.text", str(path), media_type]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(  # noqa: S603  our own module, no shell
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        try:
            answer, _ = child.communicate(timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            raise TooHeavy from None
    return _parsed(answer, child.returncode)


def _parsed(answer: bytes, code: int) -> dict[str, Any]:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise TooHeavy
    try:
        return dict(json.loads(answer))
    except ValueError:
        raise Unreadable from None
