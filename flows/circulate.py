"""传阅: hand the copy from the secretary to the next reader; on when all have read and returned it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from models import approve, circulate, ledger, prints, readings
from models.document import Document
from models.stages import Move
from models.tasks import Owed


def hand_on(session: Session, document: Document, at: datetime) -> list[Owed] | None:
    """What the reader whose turn it is, or the secretary, owes next; None when the round is over."""
    proposal = approve.in_force(session, document.id)
    readers = [UUID(reader) for reader in proposal.readers] if proposal else []
    if proposal and readers:
        circulate.open_readings(session, document, proposal.id, readers)
        circulate.skip_who_cannot(session, document, at=at)
        if (owed := circulate.owed(session, document)) is not None:
            return owed
        if have_read := sum(1 for one in readings.readings(session, document.id) if one.read_at):
            prints.ask(session, document.id, "circulation-sheet", str(proposal.id), at=at)
        why = f"{have_read}人阅毕"
    else:
        why = "未列传阅人员，免传阅"
    ledger.move(session, document, Move.CIRCULATE, by=ledger.ENGINE, at=at, why=why)
    return None


def bring_home(session: Session, document: Document, _at: datetime) -> list[Owed]:
    """The paper copies that the secretary has to get back."""
    return circulate.owed_home(session, document)
