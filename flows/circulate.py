"""传阅: hand the copy from the secretary to the next reader; on when all have read and returned it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from models import approve, circulate, ledger, prints
from models.document import Document
from models.stages import Move
from models.tasks import Owed


def hand_on(session: Session, document: Document, at: datetime) -> list[Owed] | None:
    """What the reader whose turn it is, or the secretary, owes next; None when the round is over."""
    proposal = approve.in_force(session, document.id)
    readers = [UUID(reader) for reader in proposal.readers] if proposal else []
    circulate.open_readings(session, document, readers)
    if owed := circulate.owed(session, document):
        return owed
    if readers:
        prints.ask(session, document.id, "circulation-sheet", "circulate", at=at)
    why = f"{len(readers)}人阅毕" if readers else "未列传阅人员，免传阅"
    ledger.move(session, document, Move.CIRCULATE, by=ledger.ENGINE, at=at, why=why)
    return None
