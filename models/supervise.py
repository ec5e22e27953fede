"""承办·督办: one lead department carries the instruction out, reports, and is done when the secretary says so."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _
from config.policy import policy
from models import access, ledger, letters, subcases, tasks
from models.assignments import Assignment, Progress, accepted_assignment, extensions, lead, names, silent
from models.document import Document
from models.errors import Malformed
from models.people import Me, Office, to_office, to_person, wearers
from models.stages import Move
from models.tasks import NothingToDo, TaskKind
from models.values import optional_words, words
from models.words import cleaned

# Seals the files that came with a report, when nothing is left to refuse, under its id; how many there were.
Keep = Callable[[UUID], int]


def without_files(_about: UUID) -> int:
    return 0


def accept(
    session: Session,
    document: Document,
    handler_id: UUID | None,
    *,
    by: Me,
    at: datetime,
) -> Assignment:
    """承办签收, naming the handler.  Raises NothingToDo, SomebodyElses, Malformed."""
    assignment = _taken(session, document, TaskKind.ACCEPT, by, at)
    if handler_id is not None:
        speaking = {person.id for person in wearers(session, to_office(assignment.office_code))}
        if handler_id not in speaking:
            raise Malformed(_("承办人须为本部门负责人或承办人。"), "handler")
    assignment.accepted_at, assignment.accepted_by, assignment.accepted_for = at, by.id, by.behalf_of
    assignment.handler_id = handler_id or by.behalf_of or by.id
    access.let_know(session, document.id, to_person(assignment.handler_id), at=at)
    ledger.move(
        session, document, Move.ACCEPT, by=by, at=at, why=session.get_one(Office, assignment.office_code).name
    )
    return assignment


def report(
    session: Session,
    document: Document,
    percent: int,
    told: str,
    *,
    by: Me,
    at: datetime,
    keep: Keep = without_files,
) -> Progress:
    """反馈进展, as often as there is something to say.  Raises SomebodyElses, Malformed."""
    assignment = accepted_assignment(session, document, by)
    if not 0 <= percent <= 100:
        raise Malformed(_("进度应为0至100。"), "percent")
    progress = Progress(
        assignment_id=assignment.id,
        document_id=document.id,
        percent=percent,
        words=words(told, 2000, _("办理情况"), field="words"),
        by=by.id,
        behalf_of=by.behalf_of,
        at=at,
    )
    session.add(progress)
    said = _with_files([f"{percent}%"], keep(progress.id))
    ledger.move(session, document, Move.REPORT, by=by, at=at, why=said)
    return progress


def assist(session: Session, document: Document, told: str, *, by: Me, at: datetime) -> Assignment:
    """协办反馈: what an assistant contributes, once.  Raises NothingToDo, SomebodyElses, Malformed."""
    assignment = _taken(session, document, TaskKind.ASSIST, by, at)
    assignment.result = words(told, 2000, _("协办意见"), field="words")
    assignment.completed_at, assignment.completed_by, assignment.completed_for = at, by.id, by.behalf_of
    ledger.move(session, document, Move.ASSIST, by=by, at=at, why=names(session, [assignment]))
    return assignment


def complete(
    session: Session,
    document: Document,
    result: str,
    *,
    by: Me,
    at: datetime,
    without: str = "",
    keep: Keep = without_files,
) -> Assignment:
    """报告办结: the lead department says what was done, and why without the assistants that have not answered.

    Raises NothingToDo, SomebodyElses, Malformed, OpenSubCases.
    """
    assignment = _taken(session, document, TaskKind.COMPLETE, by, at)
    assignment.result = words(result, 2000, _("办理结果"), field="words")
    subcases.must_be_closed(session, assignment.id)
    missing = names(session, silent(session, document.id))
    assignment.without = _why_without(missing, without) if missing else ""
    assignment.completed_at, assignment.completed_by, assignment.completed_for = at, by.id, by.behalf_of
    for extension in extensions(session, assignment.id):
        if extension.granted is None:
            extension.granted, extension.answer = False, "已办结，无须延期"
            extension.decided_at = at
    said = _with_files([f"{missing}未反馈"] if missing else [], keep(assignment.id))
    ledger.move(session, document, Move.COMPLETE, by=by, at=at, why=said)
    return assignment


def redo(session: Session, document: Document, why: str, *, by: Me, at: datetime) -> Assignment:
    """退回重办: the review found something; the department goes on."""
    assignment = _taken(session, document, TaskKind.REVIEW, by, at)
    assignment.review = words(why, 500, _("退回理由"), field="words")
    assignment.completed_at = assignment.completed_by = assignment.completed_for = None
    ledger.move(session, document, Move.REDO, by=by, at=at)
    return assignment


def close(
    session: Session,
    document: Document,
    points: list[str],
    review: str,
    *,
    by: Me,
    at: datetime,
) -> Assignment:
    """销号 after the seven-point review; the instructing leader is told.  Raises Malformed, SomebodyElses."""
    assignment = _taken(session, document, TaskKind.REVIEW, by, at)
    if set(points) != set(policy().review.points):
        raise Malformed(_("办结审核七项须逐项通过方可销号；不合格的应当退回重办。"), "checks")
    assignment.points = list(policy().review.points)
    assignment.review = optional_words(review, 500, _("审核意见"), field="words")
    assignment.closed_at, assignment.closed_by, assignment.closed_for = at, by.id, by.behalf_of
    if assignment.told_to:
        letters.tell(session, to_person(assignment.told_to), "closed", document.id, at=at)
    ledger.move(session, document, Move.SUPERVISE, by=by, at=at, why=assignment.number)
    return assignment


def acknowledge(session: Session, document: Document, *, by: Me, at: datetime) -> Assignment:
    """知悉办结: the instructing leader has seen the result."""
    assignment = _taken(session, document, TaskKind.ACKNOWLEDGE, by, at)
    assignment.known_at = at
    ledger.move(session, document, Move.ACKNOWLEDGE, by=by, at=at)
    return assignment


def _with_files(said: list[str], many: int) -> str:
    """As the ledger keeps it."""
    return "，".join([*said, f"附佐证{many}件"] if many else said)


def _why_without(missing: str, why: str) -> str:
    if not cleaned(why):
        raise Malformed(_("{missing}尚未反馈协办意见；先行办结的，请说明原因。", missing=missing), "without")
    return words(why, 500, _("先行办结的原因"), field="without")


def _taken(session: Session, document: Document, kind: TaskKind, by: Me, at: datetime) -> Assignment:
    task = tasks.take(session, document.id, kind, by)
    tasks.close(session, task, by, at=at)
    assignment = session.get_one(Assignment, task.about)
    if assignment.dropped_at or (not assignment.leads and _lead_is_done(session, document)):
        raise NothingToDo(kind)
    session.add(assignment)
    return assignment


def _lead_is_done(session: Session, document: Document) -> bool:
    leading = lead(session, document.id)
    return leading is None or leading.completed_at is not None
