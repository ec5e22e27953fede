"""收件: a file is read at the counter, refused if it must not come in, and sealed if it may."""

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from fastapi import UploadFile
from sqlmodel import Session

from config.settings import settings
from gateways import text, vault
from gateways.text.formats import DOCX, JPEG, OFD, PDF, PNG, TIFF, TXT
from gateways.text.refusals import TypeMismatch, UnsupportedType
from models.ceiling import refuse_marked
from models.files import FileRole, StoredFile, clean_name
from models.recognition import recognise

SHORT = re.compile(r"\.[a-z0-9]{1,5}")
ENDINGS = {
    ".docx": DOCX, ".pdf": PDF, ".ofd": OFD, ".txt": TXT,
    ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".tif": TIFF, ".tiff": TIFF,
}  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A file that may come in, still in clear."""

    content: bytes
    name: str
    media_type: str
    pages: int
    digest: str
    found: dict[str, Any]

    def seal(
        self, session: Session, owner: UUID, *, at: datetime, role: FileRole = FileRole.ORIGINAL
    ) -> StoredFile:
        return vault.seal(
            session,
            owner,
            self.content,
            name=self.name,
            media_type=self.media_type,
            role=role,
            pages=self.pages,
            at=at,
        )


def take_in(file: UploadFile) -> Upload:
    """Read and judge an upload; no transaction is open.  Raises StateSecretRefused, FileRefused."""
    name = clean_name(file.filename or "")
    with tempfile.TemporaryDirectory(dir=_private_folder()) as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as kept:
            shutil.copyfileobj(file.file, kept)
        read = text.read(path, file.content_type or "")
        must_be_called(name, read.media_type)
        content = path.read_bytes()
    refuse_marked(name, read.first_page, field="file")
    digest = hashlib.sha256(content).hexdigest()
    return Upload(content, name, read.media_type, read.pages, digest, recognise(read.text, name).offered())


def must_be_called(name: str, media_type: str) -> None:
    """A program may send no media type; the ending still has to say what the file is.  Raises FileRefused."""
    ending = PurePosixPath(name).suffix.lower()
    if SHORT.fullmatch(ending) and ending not in ENDINGS:
        raise UnsupportedType
    if ENDINGS.get(ending, media_type) != media_type:
        raise TypeMismatch


def _private_folder() -> Path:
    folder = settings().data_dir / "intake"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
