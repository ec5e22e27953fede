"""文件: what lies sealed in the vault, and the key that opens it.  Destroying a document erases its key."""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, text
from sqlmodel import Field, Session, col, delete, select

from config.policy import policy
from models.database import Moment, Table, moment, word
from models.errors import NotFound
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

    @property
    def label(self) -> str:
        return {"original": "来文", "form": "办文单据", "preview": "预览", "evidence": "批示原件"}[self.value]


class ContentKey(Table, table=True):
    """The key of one document's (or order's) content, wrapped by the master key."""

    owner: UUID = Field(primary_key=True)
    wrapped: bytes
    made_at: datetime = moment()


class StoredFile(Table, table=True):
    """One sealed file.  ``owner`` is a document or a destruction order; ``digest`` is SHA-256 of the clear bytes."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    owner: UUID = Field(index=True)
    role: FileRole = word(FileRole)
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=100)
    size: int
    pages: int = 0
    digest: str = Field(index=True, max_length=64)
    blob: str = Field(max_length=64)
    sealed_at: datetime = moment()


def files_of(session: Session, owner: UUID) -> list[StoredFile]:
    """Originals first, then forms in the order of printing."""
    kept = select(StoredFile).where(StoredFile.owner == owner)
    return sorted(session.exec(kept), key=lambda f: (f.role is not FileRole.ORIGINAL, f.sealed_at))


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


def wrapped_key(session: Session, owner: UUID) -> bytes | None:
    """The owner's key as it is in the database now; None before the first file and after the key was erased."""
    return session.exec(select(ContentKey.wrapped).where(ContentKey.owner == owner)).one_or_none()


def keep_key(session: Session, owner: UUID, wrapped: bytes, *, at: datetime) -> bytes:
    """Keep a new key.  Of two made at the same time the first one stands, and is returned to both."""
    keep = text(
        "INSERT INTO content_key (owner, wrapped, made_at) VALUES (:owner, :wrapped, :at) "
        "ON CONFLICT (owner) DO NOTHING"
    ).bindparams(bindparam("owner", owner, Uuid()), bindparam("at", at, Moment()))
    session.connection().execute(keep, {"wrapped": wrapped})
    return session.exec(select(ContentKey.wrapped).where(ContentKey.owner == owner)).one()


def erase_key(session: Session, owner: UUID) -> bool:
    """Make the owner's content unreadable for good; False when there was no key."""
    return session.exec(delete(ContentKey).where(col(ContentKey.owner) == owner)).rowcount > 0


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
