"""库架: sealed bytes on the disk, each under the SHA-256 of itself; what is there is there whole."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from config.language import _
from config.platter import sync, sync_way
from config.settings import settings
from models.errors import NotNow

DRAFTS = "drafts"
DRAFT_LIVES = timedelta(days=1)  # no file takes that long to come in
NAME = re.compile(r"[0-9a-f]{64}")


class NoRoom(NotNow):
    def __init__(self) -> None:
        super().__init__(_("库房写不进文件，没有保存任何内容。请系统管理员检查磁盘空间后重新提交。"))


class Measure:
    """Counts and digests what flows by."""

    def __init__(self) -> None:
        self.size, self._hash = 0, hashlib.sha256()

    def __call__(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.size += len(piece)
            self._hash.update(piece)
            yield piece

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def put(pieces: Iterable[bytes]) -> str:
    """Write to the disk, to the platter, then to its place; the name.  Raises NoRoom and leaves nothing."""
    draft = settings().vault_folder / DRAFTS / uuid4().hex
    flow = Measure()
    try:
        write(draft, flow(pieces))
        _shelve(draft, place(flow.digest))
    except OSError as error:
        raise NoRoom() from error
    finally:
        draft.unlink(missing_ok=True)
    return flow.digest


def place(name: str) -> Path:
    """Raises FileNotFoundError for what is no name: a changed row must not point outside."""
    return within(settings().vault_folder, name)


def within(folder: Path, name: str) -> Path:
    """Raises FileNotFoundError for what is no name."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return folder / name[:2] / name[2:4] / name


def remove(name: str) -> bool:
    """On the platter too; False when it was not there any more."""
    path = place(name)
    there = path.exists()
    path.unlink(missing_ok=True)
    if path.parent.exists():
        sync(path.parent)  # also where it was gone: whoever took it may have died before this line
    return there


def older_than(moment: datetime) -> list[Path]:
    """Everything on the shelf, drafts too, that nobody has written to since."""
    files = (path for path in settings().vault_folder.glob("**/*") if path.is_file())
    return sorted(p for p in files if datetime.fromtimestamp(p.stat().st_mtime, UTC) < moment)


def sweep(*, at: datetime) -> int:
    """Throw away what was never finished: its process died; how many."""
    left = [path for path in older_than(at - DRAFT_LIVES) if path.parent.name == DRAFTS]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def write(draft: Path, pieces: Iterable[bytes]) -> None:
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _shelve(draft: Path, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.rename(path)
    sync_way(path.parent)
