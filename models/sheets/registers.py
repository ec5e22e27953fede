"""收文登记簿 and 退文告知单: one entry, the whole book of a year, and the notice that goes with a void entry."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from config.policy import policy
from models import assignments
from models.assignments import Assignment
from models.booklets import ReceiveRegister, RegisterRow
from models.document import Document
from models.holdings import ArchiveEntry
from models.papers import ReturnNotice, choices
from models.people import Office
from models.receive import Receipt
from models.register import Registration, registration
from models.sheets.parts import NotPrinted, count, day, narrow, paragraphs, person
from models.stages import Stage
from models.values import Book


def receive_register(session: Session, book: Book, year: int) -> ReceiveRegister:
    """Every number of a book and year in order, the void ones too."""
    return _book(session, book, year, col(Registration.book) == book, col(Registration.year) == year)


def register_entry(session: Session, document: Document) -> ReceiveRegister:
    """The line of one document alone: its papers lie open to readers who may not know of the others."""
    entry = registration(session, document.id)
    if entry is None:
        raise NotPrinted("此件尚未登记", "receive-register")
    return _book(session, entry.book, entry.year, col(Registration.document_id) == document.id)


def return_notice(session: Session, document: Document) -> ReturnNotice:
    entry = registration(session, document.id)
    if entry is None or entry.voided_at is None:
        raise NotPrinted("此件没有退文", "return-notice")
    offered = dict.fromkeys([*policy().return_reasons, *entry.reasons])  # the policy may have changed since
    return ReturnNotice(
        unit=policy().hospital.name,
        number=entry.number,
        issuer=document.issuer,
        doc_number=document.doc_number,
        title=document.title,
        reasons=choices(tuple(offered), frozenset(entry.reasons)),
        explanation=entry.why,
        returned_by=person(session, entry.by),
        returned_at=day(entry.voided_at),
    )


def _book(session: Session, book: Book, year: int, *which: ColumnElement[bool]) -> ReceiveRegister:
    leads = _lead_departments(session, *which)
    lines = (
        select(Registration, Document, Receipt, ArchiveEntry)
        .join(Document, col(Document.id) == Registration.document_id)
        .join(Receipt, col(Receipt.document_id) == Registration.document_id)
        .outerjoin(ArchiveEntry, col(ArchiveEntry.document_id) == Registration.document_id)
        .where(*which)
        .order_by(col(Registration.sequence))
    )
    return ReceiveRegister(
        unit=policy().hospital.name,
        register=book.cover,
        year=str(year),
        rows=tuple(
            _row(entry, document, receipt, filed, person(session, receipt.by), leads.get(document.id, ""))
            for entry, document, receipt, filed in session.exec(lines)
        ),
    )


def _lead_departments(session: Session, *which: ColumnElement[bool]) -> dict[UUID, str]:
    leading = (
        select(Assignment.document_id, Office.name)
        .join(Office)
        .join(Registration, col(Registration.document_id) == Assignment.document_id)
        .where(*assignments.counting(), col(Assignment.leads), *which)
    )
    return dict(session.exec(leading).all())


def _row(
    entry: Registration,
    document: Document,
    receipt: Receipt,
    filed: ArchiveEntry | None,
    signer: str,
    handler: str,
) -> RegisterRow:
    return RegisterRow(
        number=entry.number,
        received=narrow(document.received_at),
        issuer=document.issuer,
        doc_number=document.doc_number,
        title=document.title,
        attachments=count(len(document.attachments), "件"),
        copies=count(document.copies),
        pages=count(document.pages),
        level=document.level.label,
        term=document.term,
        copy_numbers=document.copy_numbers,
        urgency=document.urgency.label,
        handler=handler,
        signer=signer,
        filed=narrow(filed.at) if filed else "",
        volume=filed.code if filed else "",
        remarks=_remarks(entry, document, receipt),
    )


def _remarks(entry: Registration, document: Document, receipt: Receipt) -> str:
    why = "；".join(filter(None, [*entry.reasons, entry.why]))
    return paragraphs(
        f"作废：{why}" if entry.voided_at else "",
        "已销毁" if document.stage is Stage.DESTROYED else "",
        receipt.remarks,
    )
