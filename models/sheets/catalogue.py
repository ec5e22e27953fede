"""归档文件目录: one row, or every 件 of one year, term and department in the order of their numbers."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from config.policy import policy
from models.booklets import ArchiveCatalogue, CatalogueRow
from models.document import Document
from models.holdings import ArchiveEntry, KeepingOn
from models.sheets.parts import NotPrinted, count, office, paragraphs
from models.stages import Stage
from models.values import Retention, local_day


def archive_catalogue(
    session: Session, year: int, retention: Retention, office_code: str
) -> ArchiveCatalogue:
    """Every 件, the destroyed ones too."""
    which = (
        col(ArchiveEntry.year) == year,
        col(ArchiveEntry.retention) == retention,
        col(ArchiveEntry.office_code) == office_code,
    )
    return _catalogue(session, year, retention, office_code, *which)


def catalogue_entry(session: Session, document: Document) -> ArchiveCatalogue:
    """The row of one document alone: its papers lie open to readers who may not know of the others."""
    entry = session.get(ArchiveEntry, document.id)
    if entry is None:
        raise NotPrinted("此件尚未归档", "archive-catalogue")
    alone = col(ArchiveEntry.document_id) == document.id
    return _catalogue(session, entry.year, entry.retention, entry.office_code, alone)


def terms_prolonged(session: Session, *which: ColumnElement[bool]) -> dict[UUID, list[str]]:
    """Document → ``2026年续存10年``, for the entries that are meant (档案法实施条例第24条: 续存应当标注)."""
    kept = select(KeepingOn).join(ArchiveEntry, col(ArchiveEntry.document_id) == KeepingOn.document_id)
    noted: dict[UUID, list[str]] = defaultdict(list)
    for one in session.exec(kept.where(*which).order_by(col(KeepingOn.at))):
        noted[one.document_id].append(f"{local_day(one.at).year}年续存{one.retention.label}")
    return noted


def _catalogue(
    session: Session, year: int, retention: Retention, office_code: str, *which: ColumnElement[bool]
) -> ArchiveCatalogue:
    prolonged = terms_prolonged(session, *which)
    listed = select(ArchiveEntry, Document).join(Document).where(*which).order_by(col(ArchiveEntry.item))
    return ArchiveCatalogue(
        fonds=policy().hospital.fonds,
        fonds_name=policy().hospital.name,
        year=str(year),
        retention=retention.label,
        office=office(session, office_code),
        rows=tuple(_row(entry, document, prolonged[document.id]) for entry, document in session.exec(listed)),
    )


def _row(entry: ArchiveEntry, document: Document, prolonged: list[str]) -> CatalogueRow:
    """Its 序号 is its 件号: the whole catalogue skips none, and the one row knows its place."""
    return CatalogueRow(
        number=str(entry.item),
        archive_code=entry.code,
        doc_number=document.doc_number,
        author=document.issuer,
        title=document.title,
        date=document.issue_date.strftime("%Y%m%d") if document.issue_date else "",
        level=document.secrecy,
        pages=count(document.pages),
        remarks=paragraphs(entry.remarks, *prolonged, "已销毁" if document.stage is Stage.DESTROYED else ""),
    )
