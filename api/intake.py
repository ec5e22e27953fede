"""收件: a file is read at the counter, refused if it must not come in, and sealed if it may."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from fastapi import UploadFile
from sqlmodel import Session

from config.policy import policy
from config.settings import settings
from gateways import clamd, scratch, text, vault
from gateways.clock import now
from gateways.shelf import NoRoom
from gateways.text.formats import DOCX, JPEG, OFD, PDF, PNG, TIFF, TXT
from gateways.text.refusals import FileRefused, TypeMismatch, UnsupportedType
from models import audit, uploads
from models.audit_words import Act
from models.ceiling import StateSecretRefused, refuse_marked
from models.database import unit_of_work
from models.files import FileRole, StoredFile, clean_name
from models.people import Me
from models.recognition import recognise

SHORT = re.compile(r"\.[a-z0-9]{1,5}")
ENDINGS = {
    ".docx": DOCX, ".pdf": PDF, ".ofd": OFD, ".txt": TXT,
    ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".tif": TIFF, ".tiff": TIFF,
}  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A file that may come in, still in clear, at ``path`` for as long as it is being taken in."""

    path: Path
    name: str
    media_type: str
    pages: int
    digest: str
    found: dict[str, Any]

    def seal(
        self, session: Session, owner: UUID, *, at: datetime, role: FileRole = FileRole.ORIGINAL
    ) -> StoredFile:
        with self.path.open("rb") as content:
            return vault.seal(
                session,
                owner,
                content,
                name=self.name,
                media_type=self.media_type,
                role=role,
                pages=self.pages,
                at=at,
            )


@contextmanager
def taken_in(file: UploadFile | None, me: Me) -> Iterator[Upload | None]:
    """An upload, read and judged before any transaction is open; None where none was sent.

    Raises StateSecretRefused, FileRefused, NotScanned, DayIsFull, NoRoom; the journal keeps what was refused and why.
    """
    if file is None or not file.filename:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        yield _judged(file, Path(folder) / "upload", me)


def _judged(file: UploadFile, path: Path, me: Me) -> Upload:
    _must_fit(file.size or 0, me)
    with path.open("wb") as kept:
        shutil.copyfileobj(file.file, kept)
    try:
        return _read(file, path, me)
    except StateSecretRefused:
        _note(Act.SECRET_REFUSED, me, "文件名或首页带有国家秘密标志")
        raise
    except FileRefused as refusal:
        _note(Act.FILE_REFUSED, me, str(refusal))
        raise


def _must_fit(size: int, me: Me) -> None:
    """Raises NoRoom, DayIsFull."""
    if shutil.disk_usage(scratch.folder()).free < size + (policy().uploads.free_disk_mb << 20):
        raise NoRoom()
    with unit_of_work() as session:
        uploads.count(session, me, size, at=now())


def _read(file: UploadFile, path: Path, me: Me) -> Upload:
    name = clean_name(file.filename or "")
    refuse_marked(name, field="file")
    if settings().clamd and not clamd.scan(path):
        _note(Act.NOT_SCANNED, me, "查毒服务没有应答")
    read = text.read(path, file.content_type or "")
    must_be_called(name, read.media_type)
    refuse_marked(read.first_page, field="file")
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Upload(path, name, read.media_type, read.pages, digest, recognise(read.text, name).offered())


def _note(act: Act, me: Me, why: str) -> None:
    """Never the file's name: it may be what must not be written down."""
    with unit_of_work() as session:
        audit.record(session, act, by=me, at=now(), why=why, ok=act is Act.NOT_SCANNED)


def must_be_called(name: str, media_type: str) -> None:
    """A program may send no media type; the ending still has to say what the file is.  Raises FileRefused."""
    ending = PurePosixPath(name).suffix.lower()
    if SHORT.fullmatch(ending) and ending not in ENDINGS:
        raise UnsupportedType
    if ENDINGS.get(ending, media_type) != media_type:
        raise TypeMismatch
