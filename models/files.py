"""文件: what lies sealed in the vault, and the key that opens it.  Destroying a document erases its key."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, delete, select

from models.database import Table, moment, word
from models.errors import NotFound


class FileRole(StrEnum):
    """What a stored file is to its document."""

    ORIGINAL = "original"
    FORM = "form"

    @property
    def label(self) -> str:
        return {"original": "来文", "form": "办文单据"}[self.value]


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


def erase_key(session: Session, owner: UUID) -> bool:
    """Make the owner's content unreadable for good; False when there was no key."""
    return session.exec(delete(ContentKey).where(col(ContentKey.owner) == owner)).rowcount > 0
