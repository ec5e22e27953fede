"""库房: files lie sealed, each document's under its own key; without the key the bytes mean nothing."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlmodel import Session

from config.language import _
from gateways import cipher, shelf
from gateways.shelf import Measure
from models import content_keys, files, keyring
from models.database import engine, reading
from models.errors import NotNow
from models.files import FileRole, StoredFile, clean_name
from models.keyring import Broken, Damaged
from models.keyring import Shredded as Shredded


class StillReadable(NotNow):
    def __init__(self) -> None:
        super().__init__(_("密钥尚未销毁，不能删除库存文件。"))


def seal(
    session: Session,
    owner: UUID,
    content: bytes | BinaryIO,
    *,
    name: str,
    media_type: str,
    role: FileRole,
    pages: int = 0,
    at: datetime,
) -> StoredFile:
    """The bytes are on the disk when this returns, the row when the caller commits.  Raises Shredded, NoRoom.

    Seal last: a file whose row is rolled back lies there, unreadable for ever (see orphans).
    """
    stored = StoredFile(
        owner=owner,
        role=role,
        name=clean_name(name),
        media_type=media_type,
        size=0,
        pages=pages,
        digest="",
        blob="",
        sealed_at=at,
    )
    clear, key = Measure(), keyring.secret_to_seal(session, owner, at=at)
    pieces = clear(cipher.frames(content))
    stored.blob = shelf.put(cipher.seal(pieces, key.secret, _about(stored), key.algorithm))
    stored.size, stored.digest = clear.size, clear.digest
    session.add(stored)
    return stored


def open_file(session: Session, stored: StoredFile) -> bytes:
    """The whole content.  Raises Shredded, Damaged."""
    whole = BytesIO()
    whole.writelines(pour(session, stored))
    return whole.getvalue()


def pour(session: Session, stored: StoredFile) -> Iterator[bytes]:
    """The content piece by piece, every piece checked; the session is needed only for this call.

    Raises Shredded at once, Damaged at once or at the piece that is damaged.
    """
    key = keyring.key_to_open(session, stored.owner)
    try:
        sealed = shelf.place(stored.blob).open("rb")
    except OSError:
        raise Damaged() from None
    return _pieces(sealed, key, _about(stored), stored.digest)


def shred(owner: UUID) -> int:
    """Take the bytes off the disk after the key was erased; how many files.  Twice is the same as once.

    Raises StillReadable while the key is there: the record first, then the key, then the bytes.
    """
    with reading() as session:
        if content_keys.find(session, owner):
            raise StillReadable()
        blobs = [stored.blob for stored in files.files_of(session, owner)]
    _empty_the_log()
    return sum(shelf.remove(blob) for blob in blobs)


def orphans(session: Session, *, older_than: datetime) -> list[Path]:
    """Sealed bytes without a row, and drafts: left over where a transaction never committed."""
    known = files.all_blobs(session)
    return [path for path in shelf.older_than(older_than) if path.name not in known]


def _pieces(sealed: BinaryIO, key: bytes, about: bytes, digest: str) -> Iterator[bytes]:
    clear = Measure()
    try:
        with sealed:
            yield from clear(cipher.unseal(sealed, key, about))
    except (Broken, OSError):
        raise Damaged() from None
    if clear.digest != digest:
        raise Damaged()


def _empty_the_log() -> None:
    """SQLite's write-ahead log remembers pages as they were, the erased key among them, until it is cut."""
    if engine().dialect.name == "sqlite":
        with closing(engine().raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _about(stored: StoredFile) -> bytes:
    return stored.owner.bytes + stored.id.bytes
