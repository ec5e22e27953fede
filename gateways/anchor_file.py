"""存证文件: signed heads, one a line, only ever added to; a share that can be written once serves best."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

from config.platter import sync_way
from config.settings import settings
from gateways.errors import Transient
from models import heads
from models.heads import Head, NoHead


def path() -> Path:
    return settings().anchors


def lines(file: Path | None = None) -> list[str]:
    """As they lie there, unchecked; none where there is no file yet, nor one at the end that a power cut tore."""
    file = file or path()
    said = file.read_text("utf-8", "replace") if file.exists() else ""
    return said[: said.rfind("\n") + 1].splitlines()


def newest() -> Head | None:
    """Raises NoHead when the last line is not what this house signed."""
    told = lines()
    return heads.read(told[-1], heads.public_key()) if told else None


def add(signed: Sequence[str]) -> None:
    """Those that are not in the file yet, on the platter when this returns.  Raises Transient.

    A line that a power cut tore is ended, so that the next one stands alone; it stays as evidence.
    """
    try:
        path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with open(handle, "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            known = file.read()
            torn = b"\n" if known and not known.endswith(b"\n") else b""
            there = set(known.decode("utf-8", "replace").splitlines())
            fresh = [one for one in signed if one not in there]
            if fresh:
                file.write(torn + "".join(f"{one}\n" for one in fresh).encode())
                os.fsync(file.fileno())
                sync_way(path().parent)
    except OSError:
        raise Transient("anchor-file") from None


def last_number() -> int:
    """Of the newest line that can be read; 0 where there is none."""
    for line in reversed(lines()):
        try:
            return heads.read(line).anchor
        except NoHead:
            continue
    return 0
