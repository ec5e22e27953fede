"""暂存: a file that came in before its sender had proved who he is, sealed until he has.

Its key stands in the page that asks for the proof and nowhere else, and opens it for ``owner`` only, who is a person
in one session.  What nobody fetches in time the clerk throws away.
"""

import hashlib
import secrets
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from config.language import _
from config.settings import settings
from gateways import cipher, shelf
from gateways.shelf import NoRoom
from models.errors import NotNow
from models.suites import Broken

LIVES = timedelta(minutes=15)
BYTES = 32


class Gone(NotNow):
    def __init__(self) -> None:
        super().__init__(_("刚才的文件只暂存15分钟，已经不在了，请再选一次。"))


def hold(content: BinaryIO, owner: bytes) -> str:
    """The key that fetches it again, in hex.  Raises NoRoom and leaves nothing."""
    key = secrets.token_bytes(BYTES)
    if shutil.disk_usage(settings().data_dir).free < settings().upload_limit_mb << 20:
        raise NoRoom()
    try:
        shelf.write(_place(key), cipher.seal(cipher.frames(content), key, owner))
    except OSError as error:
        _place(key).unlink(missing_ok=True)
        raise NoRoom() from error
    return key.hex()


def fetch(key: str, owner: bytes, *, at: datetime) -> IO[bytes]:
    """Once: whoever fetches it takes it away.  Raises Gone."""
    try:
        place = _place(bytes.fromhex(key))
        if _is_over(place, at):
            raise Gone()
        clear = _opened(place, bytes.fromhex(key), owner)
    except (OSError, ValueError, Broken):
        raise Gone() from None
    place.unlink(missing_ok=True)
    return clear


def sweep(*, at: datetime) -> int:
    """How many were thrown away."""
    over = [place for place in folder().glob("*") if _is_over(place, at)]
    for place in over:
        place.unlink(missing_ok=True)
    return len(over)


def folder() -> Path:
    return settings().vault_folder / "held"


def _opened(place: Path, key: bytes, owner: bytes) -> IO[bytes]:
    """Raises OSError, Broken."""
    with ExitStack() as unless_whole:
        clear = unless_whole.enter_context(TemporaryFile())
        with place.open("rb") as sealed:
            clear.writelines(cipher.unseal(sealed, key, owner))
        clear.seek(0)
        unless_whole.pop_all()
        return clear


def _place(key: bytes) -> Path:
    return folder() / hashlib.sha256(key).hexdigest()


def _is_over(place: Path, at: datetime) -> bool:
    """Raises FileNotFoundError."""
    return datetime.fromtimestamp(place.stat().st_mtime, UTC) + LIVES < at
