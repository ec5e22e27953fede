"""拟办·批示: ask the office head, then one leader after the other; approved when no signature is owed."""

from datetime import datetime

from sqlmodel import Session

from models import approve, ledger
from models.document import Document
from models.stages import Move
from models.tasks import Owed


def ask_next(session: Session, document: Document, at: datetime) -> list[Owed] | None:
    """The next signature that is owed; None when there is none and the document moved on."""
    if owed := approve.owed(session, document):
        return owed
    ledger.move(session, document, Move.APPROVE, by=ledger.ENGINE, at=at)
    return None
