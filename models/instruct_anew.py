"""再次批示: the leader who is told the result is not content: the same departments are instructed anew (交办通知单)."""

from datetime import datetime

from sqlmodel import Session

from config.language import _
from models import approve, assignments, ledger, tasks
from models.approve import Proposal
from models.document import Document
from models.errors import Malformed
from models.people import Me
from models.stages import Move
from models.tasks import NothingToDo, TaskKind
from models.values import words


def instruct_anew(
    session: Session, document: Document, told: str, due_at: datetime, *, by: Me, at: datetime
) -> Proposal:
    """What was done before is history; a new 交办, under a number of its own, is due at ``due_at``.

    Source: 结果报原批办领导，有新批示的发《交办通知单》 (督查工作惯例).
    Raises NothingToDo, SomebodyElses, Malformed; WrongStage once the case is filed.
    """
    tasks.close(session, tasks.take(session, document.id, TaskKind.ACKNOWLEDGE, by), by, at=at)
    before, done = approve.in_force(session, document.id), assignments.lead(session, document.id)
    if before is None or done is None:
        raise NothingToDo(TaskKind.ACKNOWLEDGE)
    if due_at <= at:
        raise Malformed(_("办理时限应晚于现在。"), "due_date")
    done.known_at = at
    approve.drop(session, before, at=at)
    session.flush()
    again = Proposal(
        document_id=document.id,
        words=words(told, 2000, _("批示"), field="words"),
        lead=before.lead,
        assistants=before.assistants,
        leader_id=done.told_to,
        by=by.id,
        behalf_of=by.behalf_of,
        at=at,
    )
    document.due_at = due_at
    session.add_all([again, done, document])
    ledger.move(session, document, Move.INSTRUCT_ANEW, by=by, at=at)
    return again
