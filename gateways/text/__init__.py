"""原文: the text of an uploaded file, read in a child process that a hostile file may kill without harm."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateways import confined
from gateways.confined import KILLED, python
from gateways.text.refusals import REFUSALS, FileRefused, TooHeavy, Unreadable

TIMEOUT_SECONDS = 20  # by the wall clock; the child limits its own processor time to 15

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
    return _extract(*confined.run(_command(path.resolve(), media_type), seconds=TIMEOUT_SECONDS))


def read_again(pieces: Iterable[bytes], media_type: str) -> Extract:
    """What lies in the vault; it goes through memory that has no name.  Raises FileRefused."""
    with confined.unnamed(pieces) as given:
        command = _command(Path("/proc/self/fd/0"), media_type)
        return _extract(*confined.run(command, seconds=TIMEOUT_SECONDS, given=given))


def _command(path: Path, media_type: str) -> list[str]:
    return python("gateways.text", str(path), media_type)


def _extract(code: int, said: bytes) -> Extract:
    answer = _parsed(said, code)
    if refusal := answer.get("refused"):
        raise REFUSALS.get(refusal, Unreadable)()
    return Extract(**answer)


def _parsed(answer: bytes, code: int) -> dict[str, Any]:
    if code in KILLED:
        raise TooHeavy
    try:
        return dict(json.loads(answer))
    except ValueError:
        raise Unreadable from None
