"""馆藏: what lies in the archive, under which 档号, until when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date
from sqlmodel import Field, Session, col, select

from models.database import lines, moment, word
from models.document import Document
from models.sealed import Sealed, sealed
from models.stages import Stage
from models.values import Retention


class ArchiveEntry(Sealed, table=True):
    """One 件 in the archive.  ``keep_until`` is the last day of its term; None for 永久."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    code: str = Field(unique=True, max_length=40)
    year: int
    retention: Retention = word(Retention)
    category: str = Field(max_length=40)
    office_code: str = Field(foreign_key="office.code")
    item: int
    keep_until: date | None = Field(default=None, sa_type=Date, index=True)
    checks: list[str] = lines()
    remarks: str = sealed(default="")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()


class KeepingOn(Sealed, table=True):
    """续存: an appraisal that prolonged the term, with its reason (档案法实施条例第24条)."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    at: datetime = moment(primary_key=True)
    retention: Retention = word(Retention)
    words: str = sealed()
    by: UUID = Field(foreign_key="person.id")


def term_end(year: int, retention: Retention) -> date | None:
    """Terms run from 1 January after the year the document belongs to; 永久 never ends."""
    return date(year + retention.years, 12, 31) if retention.years else None


def entry(session: Session, document_id: UUID) -> ArchiveEntry:
    return session.get_one(ArchiveEntry, document_id)


def due(session: Session, today: date) -> list[ArchiveEntry]:
    """Entries whose term is over and whose document still lies in the archive."""
    over = select(ArchiveEntry).join(Document).where(col(ArchiveEntry.keep_until) < today)
    return list(session.exec(over.where(Document.stage == Stage.ARCHIVED).order_by(col(ArchiveEntry.code))))
