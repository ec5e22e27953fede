"""出单: what the records of a document or of a destruction list put on each printed form."""

from collections.abc import Callable

from sqlmodel import Session

from models.document import Document
from models.errors import Malformed, NotNow
from models.orders import DestructionOrder
from models.papers import Kind, Paper
from models.sheets.catalogue import archive_catalogue, catalogue_entry
from models.sheets.certificate import destruction_certificate
from models.sheets.circulation import circulation_sheet
from models.sheets.destruction import destruction_list
from models.sheets.named import NoSuchForm, find_numbered, kind_named
from models.sheets.parts import NotPrinted
from models.sheets.processing import processing_sheet
from models.sheets.registers import receive_register, register_entry, return_notice
from models.sheets.supervision import supervision_notice
from models.stages import Stage

OF_DOCUMENT: dict[str, Callable[[Session, Document], Paper]] = {
    "receive-register": register_entry,
    "processing-sheet": processing_sheet,
    "return-notice": return_notice,
    "circulation-sheet": circulation_sheet,
    "supervision-notice": supervision_notice,
    "archive-catalogue": catalogue_entry,
}
OF_ORDER: dict[str, Callable[[Session, DestructionOrder], Paper]] = {
    "destruction-list": destruction_list,
    "destruction-certificate": destruction_certificate,
}
OUTLIVES_THE_PAPER = {"receive-register", "archive-catalogue"}


class Gone(NotNow):
    def __init__(self, kind: Kind) -> None:
        super().__init__(f"此件已销毁，只保留登记簿和目录，不再打印{kind.title}。")


class OtherNumber(Malformed):
    def __init__(self, kind: Kind) -> None:
        written = "清册编号，如 销〔2026〕1号" if kind.word in OF_ORDER else "收文编号，如 2026-普-0001"
        super().__init__(f"打印{kind.title}须用{written}。", "number")


def of_document(session: Session, document: Document, kind: str) -> Paper:
    """``kind`` is its word or title.  Raises NoSuchForm, OtherNumber, Gone, and NotPrinted where it has none."""
    chosen = kind_named(kind)
    if chosen.word not in OF_DOCUMENT:
        raise OtherNumber(chosen)
    if document.stage is Stage.DESTROYED and chosen.word not in OUTLIVES_THE_PAPER:
        raise Gone(chosen)
    return OF_DOCUMENT[chosen.word](session, document)


def of_order(session: Session, order: DestructionOrder, kind: str) -> Paper:
    """The same for a destruction list.  Raises NoSuchForm, OtherNumber, NotPrinted."""
    chosen = kind_named(kind)
    if chosen.word not in OF_ORDER:
        raise OtherNumber(chosen)
    return OF_ORDER[chosen.word](session, order)


__all__ = [
    "Gone",
    "NoSuchForm",
    "NotPrinted",
    "OtherNumber",
    "archive_catalogue",
    "find_numbered",
    "kind_named",
    "of_document",
    "of_order",
    "receive_register",
]
