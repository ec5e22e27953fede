"""落盘: a file that is there whole or not at all, and a desk for what lies in clear while it is made."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import EEXIST
from pathlib import Path

from config.platter import sync_way
from config.settings import settings
from gateways.backup.faults import Busy, NoWay
from gateways.backup.keep import UNFINISHED


@contextmanager
def desk() -> Iterator[Path]:
    """For one backup at a time; what a killed one left is thrown away.  Raises Busy."""
    place = settings().data_dir / "backup"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _clear(place)
        yield place
        _clear(place)
    except BlockingIOError:
        raise Busy() from None
    finally:
        os.close(lock)


def make_room(folder: Path) -> None:
    """The folder is there, and holds nothing half made.  Raises NoWay."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob(f"*{UNFINISHED}"):
            left.unlink()
    except OSError as error:
        raise _no_way(folder, error) from None


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """On the platter, then under its name.  Raises NoWay and leaves nothing."""
    draft = path.with_name(path.name + UNFINISHED)
    try:
        if path.exists():
            raise FileExistsError(EEXIST, path.name)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        sync_way(path.parent)
    except OSError as error:
        raise _no_way(path.parent, error) from None
    finally:
        draft.unlink(missing_ok=True)


def _clear(place: Path) -> None:
    for left in place.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _no_way(folder: Path, error: OSError) -> NoWay:
    return NoWay(str(folder), os.strerror(error.errno or 0))
