"""延期: more time is asked for before the deadline, with a reason, and granted or not by the secretary."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _
from models import ledger, tasks
from models.assignments import Extension, accepted_assignment, assignments, pending_extension
from models.document import Document
from models.errors import Malformed, NotNow, NotYours
from models.people import Me
from models.stages import Move
from models.tasks import TaskKind
from models.values import optional_words, words


class TooLateToAsk(NotNow):
    def __init__(self) -> None:
        super().__init__(
            _("不能如期办结的，应当在期限内申请延期；此件已过办理时限，请先反馈进展并说明原因。")
        )


class NotTheLead(NotYours):
    def __init__(self) -> None:
        super().__init__(_("延期由主办部门统一申请。"))


class AskedAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("已有一项延期申请待批，请等批复后再申请。"))


def ask(
    session: Session,
    document: Document,
    until: datetime,
    why: str,
    *,
    by: Me,
    at: datetime,
) -> Extension:
    """申请延期, before the deadline only.  Raises TooLateToAsk, AskedAlready, Malformed."""
    assignment = accepted_assignment(session, document, by)
    if not assignment.leads:
        raise NotTheLead()
    if at > assignment.due_at:
        raise TooLateToAsk()
    if pending_extension(session, assignment.id):
        raise AskedAlready()
    if until <= assignment.due_at:
        raise Malformed(_("延期后的时限应晚于现在的时限。"), "until")
    extension = Extension(
        assignment_id=assignment.id,
        document_id=document.id,
        until=until,
        words=words(why, 500, _("延期理由"), field="words"),
        by=by.id,
        behalf_of=by.behalf_of,
        at=at,
    )
    session.add(extension)
    ledger.move(session, document, Move.ASK_EXTENSION, by=by, at=at)
    return extension


def decide(
    session: Session,
    document: Document,
    asked: UUID,
    granted: bool,
    answer: str,
    *,
    by: Me,
    at: datetime,
) -> Extension:
    """延期批复.  A grant moves the deadline of every department that works on it."""
    task = tasks.take(session, document.id, TaskKind.DECIDE_EXTENSION, by, about=asked)
    tasks.close(session, task, by, at=at)
    extension = session.get_one(Extension, task.about)
    if extension.granted is not None:
        raise tasks.NothingToDo(TaskKind.DECIDE_EXTENSION)
    extension.granted, extension.decided_at = granted, at
    extension.answer = (optional_words if granted else words)(answer, 500, _("批复意见"), field="words")
    if granted:
        document.due_at = extension.until
        for assignment in assignments(session, document.id):
            assignment.due_at = extension.until
    session.add(extension)
    ledger.move(
        session,
        document,
        Move.DECIDE_EXTENSION,
        by=by,
        at=at,
        why="同意" if granted else "不同意",
    )
    return extension
