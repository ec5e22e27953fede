"""文件: what lies sealed in the vault."""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import ClassVar
from uuid import UUID, uuid4

from sqlmodel import Field, Session, select

from config.language import each
from config.policy import policy
from models.database import moment, word
from models.errors import NotFound
from models.sealed import Sealed, sealed
from models.words import cleaned

NO_NAME = "未命名文件"
NOT_IN_A_NAME = re.compile(r'[<>:"|?*]')
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class FileRole(StrEnum):
    """What a stored file is to its document."""

    ORIGINAL = "original"
    FORM = "form"
    PREVIEW = "preview"
    EVIDENCE = "evidence"
    TEMPLATE = "template"
    REPORT = "report"

    @property
    def label(self) -> str:
        return FILE_LABELS[self]


FILE_LABELS = each(
    {
        FileRole.ORIGINAL: "来文",
        FileRole.FORM: "办文单据",
        FileRole.PREVIEW: "预览",
        FileRole.EVIDENCE: "批示原件",
        FileRole.TEMPLATE: "表单模板",
        FileRole.REPORT: "办理佐证",
    }
)


class StoredFile(Sealed, table=True):
    """One sealed file.  ``owner`` is a document or a destruction order; ``digest`` is SHA-256 of the clear bytes.

    ``about`` is the report of progress, or the assignment whose completion was reported, that it came with.
    """

    sealed_under: ClassVar[str] = "owner"
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    owner: UUID = Field(index=True)
    role: FileRole = word(FileRole)
    name: str = sealed()
    media_type: str = Field(max_length=100)
    size: int
    pages: int = 0
    digest: str = Field(index=True, max_length=64)
    blob: str = Field(max_length=64)
    sealed_at: datetime = moment()
    about: UUID | None = None


def files_of(session: Session, owner: UUID) -> list[StoredFile]:
    """Originals first, then forms in the order of printing."""
    kept = select(StoredFile).where(StoredFile.owner == owner)
    return sorted(session.exec(kept), key=lambda f: (f.role is not FileRole.ORIGINAL, f.sealed_at))


def has_any(session: Session, owner: UUID) -> bool:
    """Asked in the middle of a migration too: of the first columns only."""
    return session.exec(select(StoredFile.id).where(StoredFile.owner == owner)).first() is not None


def find_file(session: Session, owner: UUID, file_id: UUID) -> StoredFile:
    """Raises NotFound when the file is not this owner's."""
    found = session.get(StoredFile, file_id)
    if found is None or found.owner != owner:
        raise NotFound()
    return found


def find_form(session: Session, owner: UUID, file_id: UUID) -> StoredFile:
    """One that was printed here.  Raises NotFound for every other file."""
    found = find_file(session, owner, file_id)
    if found.role is not FileRole.FORM:
        raise NotFound()
    return found


def all_blobs(session: Session) -> set[str]:
    """Every blob that a row knows."""
    return set(session.exec(select(StoredFile.blob)))


def clean_name(name: str) -> str:
    """The name a page shows and a download bears: no folder, nothing invisible, not too long, never empty."""
    path = unicodedata.normalize("NFC", name).replace("\\", "/")
    last = NOT_IN_A_NAME.sub("_", cleaned(path.rpartition("/")[2]).replace("\n", " ")).strip(". ")
    if not last:
        return NO_NAME
    return _cut(f"_{last}" if DEVICES.fullmatch(last) else last, policy().fields.file_name).rstrip(". ")


def _cut(name: str, most: int) -> str:
    """Too long a name loses its tail; the ending, which says what kind of file it is, stays."""
    path = PurePosixPath(name)
    ending = path.suffix if len(path.suffix) <= 10 else ""
    return name if len(name) <= most else name[: most - len(ending)] + ending
