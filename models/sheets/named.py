"""What people type to have a form: its word or title, and a number of a document or of a destruction list."""

from sqlmodel import Session, select

from models.document import Document
from models.errors import Malformed, NotFound
from models.orders import DestructionOrder
from models.papers import KINDS, Kind
from models.values import DocumentNumber, ReceiptNumber

ORDER_MARK = "销"


class NoSuchForm(Malformed):
    def __init__(self) -> None:
        offered = "、".join(f"{kind.title}（{kind.word}）" for kind in KINDS.values())
        super().__init__(f"没有这种表单；可用的是：{offered}。", "kind")


def kind_named(text: str) -> Kind:
    """By its word or its title.  Raises NoSuchForm."""
    for kind in KINDS.values():
        if text.strip() in (kind.word, kind.title):
            return kind
    raise NoSuchForm()


def find_numbered(session: Session, number: str) -> Document | DestructionOrder:
    """``2026-普-0001``, or a list: ``销〔2026〕1号``.  Raises BadNumber, NotFound."""
    found = _order(session, number) if number.strip().startswith(ORDER_MARK) else _document(session, number)
    if found is None:
        raise NotFound(f"没有编号为{number.strip()}的公文或清册。")
    return found


def _order(session: Session, number: str) -> DestructionOrder | None:
    spelled = str(DocumentNumber.parse(number))
    return session.exec(select(DestructionOrder).where(DestructionOrder.number == spelled)).one_or_none()


def _document(session: Session, number: str) -> Document | None:
    spelled = str(ReceiptNumber.parse(number))
    return session.exec(select(Document).where(Document.number == spelled)).one_or_none()
