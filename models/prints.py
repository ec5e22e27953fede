"""打印: forms that the engine owes, and the sealed file each one became."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from models import outbox
from models.database import Table, moment
from models.files import FileRole, StoredFile

PREVIEW = "preview"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAWN = {WORD, "text/plain", "application/ofd"}


class PrintJob(Table, table=True):
    """One form for one ``owner`` (document or destruction order), once for each ``occasion``."""

    __table_args__ = (UniqueConstraint("owner", "kind", "occasion"),)
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    owner: UUID
    kind: str = Field(max_length=40)
    occasion: str = Field(max_length=40)
    asked_at: datetime = moment()
    printed_at: datetime | None = moment(default=None)
    file_id: UUID | None = None


def ask(session: Session, owner: UUID, kind: str, occasion: str, *, at: datetime) -> None:
    """Owe one form; asking twice for one occasion prints it once."""
    asked = select(PrintJob).where(
        PrintJob.owner == owner, PrintJob.kind == kind, PrintJob.occasion == occasion
    )
    if session.exec(asked).first() is None:
        job = PrintJob(owner=owner, kind=kind, occasion=occasion, asked_at=at)
        session.add(job)
        outbox.owe(session, outbox.Topic.PRINT, job.id, at=at)


def printed(session: Session, owner: UUID) -> list[PrintJob]:
    """What was printed for an owner, oldest first."""
    done = select(PrintJob).where(PrintJob.owner == owner, col(PrintJob.printed_at).is_not(None))
    return list(session.exec(done.order_by(col(PrintJob.printed_at))))


def needs_preview(file: StoredFile, beside: list[StoredFile]) -> bool:
    """A Word, text or OFD original without its picture; PDF and images are pictures already."""
    drawn = any(other.role is FileRole.PREVIEW for other in beside)
    return file.role is FileRole.ORIGINAL and file.media_type in DRAWN and not drawn
