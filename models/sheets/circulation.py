"""传阅单: every reader's turn with the paper, out and back."""

from sqlmodel import Session

from config.policy import policy
from models import papers
from models.document import Document
from models.papers import CirculationSheet
from models.readings import Reading, readings
from models.sheets.parts import NotPrinted, count, minute, paragraphs, person


def circulation_sheet(session: Session, document: Document) -> CirculationSheet:
    sheet = readings(session, document.id)
    if not sheet:
        raise NotPrinted("此件没有传阅", "circulation-sheet")
    return CirculationSheet(
        unit=policy().hospital.name,
        number=document.number or "",
        issuer=document.issuer,
        doc_number=document.doc_number,
        level=document.secrecy,
        title=document.title,
        copies=count(document.copies, "份"),
        copy_numbers=document.copy_numbers,
        scope="、".join(person(session, one.reader_id) for one in sheet),
        turns=tuple(_turn(session, one) for one in sheet),
    )


def _turn(session: Session, one: Reading) -> papers.Turn:
    """Where no copy went from hand to hand, nobody sent it out and nobody took it back."""
    reader = person(session, one.reader_id)
    signed = person(session, one.read_by or one.reader_id, one.reader_id)
    handlers = [person(session, one.out_by, one.out_for), person(session, one.back_by, one.back_for)]
    return papers.Turn(
        number=str(one.rank),
        reader=reader,
        sent=minute(one.out_at) if one.out_by else "",
        returned=minute(one.back_at) if one.back_by else "",
        words=paragraphs(one.words, f"{signed} {minute(one.read_at)}") if one.read_at else "",
        handler="、".join(dict.fromkeys(filter(None, handlers))),
        remarks=f"份号{one.copy_number}" if one.copy_number else "",
    )
