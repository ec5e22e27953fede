"""承办·督办: give the departments their assignment and hold them to it; tell the leader when it is done."""

from datetime import datetime

from sqlmodel import Session

from models import approve, assignments, deadlines, ledger, prints, undertaking
from models.document import Document
from models.stages import Move
from models.tasks import Owed
from models.values import ActionKind


def chase(session: Session, document: Document, at: datetime) -> list[Owed] | None:
    """What departments and reviewer owe; None for a paper that was only to be read."""
    proposal = approve.in_force(session, document.id)
    if document.action is not ActionKind.ACT or proposal is None or proposal.lead is None:
        ledger.move(session, document, Move.SUPERVISE, by=ledger.ENGINE, at=at, why="阅件，无承办事项")
        return None
    assignments.assign(
        session,
        document,
        proposal.id,
        lead=proposal.lead,
        assistants=proposal.assistants,
        due_at=document.due_at or deadlines.for_urgency(at, document.urgency),
        told_to=approve.instructing_leader(session, document.id),
        at=at,
    )
    if leading := assignments.lead(session, document.id):
        prints.ask(session, document.id, "supervision-notice", str(leading.id), at=at)
    return undertaking.owed(session, document)


def tell_leader(session: Session, document: Document, _at: datetime) -> list[Owed]:
    return undertaking.unread_result(session, document)
