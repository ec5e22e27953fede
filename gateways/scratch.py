"""草稿处: where clear text lies while a process works on it.  What a killed process left there is thrown away."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.settings import settings

_mine: list[int] = []  # the lock, which dies with this process


def folder() -> Path:
    """Only the product's own account enters."""
    place = settings().data_dir / "intake"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def move_in() -> None:
    """Every temporary file of this process, the libraries' too, lies in a folder that it holds while it lives."""
    with _held(folder()):
        while _mine:
            os.close(_mine.pop())
        clear_out()
        desk = tempfile.mkdtemp(prefix="desk-", dir=folder())
        _mine.append(_locked(Path(desk)))
    tempfile.tempdir = desk


def clear_out() -> None:
    """Whatever nobody holds: its process died before it could tidy up."""
    for desk in folder().glob("desk-*"):
        try:
            os.close(_locked(desk))
        except BlockingIOError:
            continue
        shutil.rmtree(desk)


@contextmanager
def _held(place: Path) -> Iterator[None]:
    """One process at a time moves in, so that nobody throws away a folder that is just being taken."""
    door = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield
    finally:
        os.close(door)


def _locked(place: Path) -> int:
    """Raises BlockingIOError while somebody else holds it."""
    lock = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise
    return lock
