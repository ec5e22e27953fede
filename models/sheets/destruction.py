"""销毁清册: what was listed, who approved and watched, and what became of each paper."""

from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from config.policy import policy
from models import orders
from models.booklets import DestructionList, DestructionRow, Signature
from models.document import Document
from models.holdings import ArchiveEntry
from models.ledger import Entry
from models.orders import DestructionOrder, OrderLine
from models.sheets.catalogue import terms_prolonged
from models.sheets.parts import count, narrow, paragraphs, signature
from models.stages import Move
from models.values import local_day

Line = tuple[OrderLine, Document, ArchiveEntry]


def destruction_list(session: Session, order: DestructionOrder) -> DestructionList:
    """As far as it has come.  鉴定小组负责人 signs by hand: nobody does so in the product."""
    lines, ended = lines_of(session, order), endings(session, order)
    prolonged = terms_prolonged(session, col(ArchiveEntry.document_id).in_(listed(order)))
    return DestructionList(
        unit=policy().hospital.name,
        number=order.number,
        fonds=policy().hospital.fonds,
        quantity=count(len(lines), "件"),
        appraiser=Signature(),
        approver=signature(session, order.approver_id, order.approved_at),
        witnesses=witnesses(session, order),
        rows=tuple(_row(order, line, ended.get(line[1].id), prolonged.get(line[1].id, [])) for line in lines),
    )


def listed(order: DestructionOrder) -> SelectOfScalar[UUID]:
    return select(OrderLine.document_id).where(OrderLine.order_id == order.id)


def lines_of(session: Session, order: DestructionOrder) -> list[Line]:
    """In the order of the list."""
    lines = select(OrderLine, Document, ArchiveEntry).join(
        Document, col(Document.id) == OrderLine.document_id
    )
    filed = lines.join(ArchiveEntry, col(ArchiveEntry.document_id) == OrderLine.document_id)
    return list(session.exec(filed.where(OrderLine.order_id == order.id).order_by(col(OrderLine.rank))))


def endings(session: Session, order: DestructionOrder) -> dict[UUID, Entry]:
    """Document → the ledger line that says it was destroyed by this list."""
    told = select(Entry).where(Entry.move == Move.DESTROY, col(Entry.document_id).in_(listed(order)))
    return {line.document_id: line for line in session.exec(told) if line.why == order.number}


def witnesses(session: Session, order: DestructionOrder) -> tuple[Signature, ...]:
    """A line for each of them, blank until signed."""
    return tuple(
        signature(session, one.person_id, one.signed_at) for one in orders.witnesses(session, order.id)
    )


def _row(order: DestructionOrder, line: Line, ended: Entry | None, prolonged: list[str]) -> DestructionRow:
    place, document, entry = line
    as_of = order.executed_at or order.proposed_at
    return DestructionRow(
        number=str(place.rank),
        archive_code=entry.code,
        doc_number=document.doc_number,
        author=document.issuer,
        title=place.title,
        year=str(entry.year),
        created=narrow(document.issue_date),
        retention=entry.retention.label,
        kept=f"{local_day(as_of).year - entry.year}年",
        pages=count(document.pages),
        destroyed=narrow(ended.at) if ended else "",
        remarks=paragraphs(*prolonged, _outcome(order, ended)),
    )


def _outcome(order: DestructionOrder, ended: Entry | None) -> str:
    if order.refused_at:
        return f"{'已撤回' if order.called_off_by else '未批准'}：{order.refusal}"
    return "已销毁" if ended else ""
