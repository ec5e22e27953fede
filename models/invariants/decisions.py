"""签批: one seat, one answer, one line; one reading, one signature; one hand-over of a number."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col

from config.language import _
from models.document import Document
from models.inbox import Task, TaskKind
from models.invariants.finding import Broken, ask
from models.ledger import Entry
from models.rounds import Seat
from models.stages import Move

ANSWERS = (TaskKind.SIGN, TaskKind.COUNTERSIGN, TaskKind.READ, TaskKind.REGISTER, TaskKind.APPROVE_ORDER)
LINES = (Move.SIGN, Move.COUNTERSIGN, Move.ENTER_PAPER, Move.SEND_BACK, Move.RETURN_TO)  # told by a person


def look(session: Session) -> Iterator[Broken]:
    yield from _answered_twice(session)
    yield from _lines_and_seats(session)


def _answered_twice(session: Session) -> Iterator[Broken]:
    twice = (
        ask(Task.subject, Task.kind)
        .where(col(Task.kind).in_(ANSWERS), col(Task.closed_by).is_not(None))
        .group_by(col(Task.subject), col(Task.kind), col(Task.about))
        .having(func.count() > 1)
    )
    for subject, kind in session.execute(twice):
        yield Broken(_label(session, subject), _("同一项“{kind}”办了不止一次。", kind=kind.label))


def _lines_and_seats(session: Session) -> Iterator[Broken]:
    told = _counted(session, Entry.document_id, col(Entry.move).in_(LINES), col(Entry.by).is_not(None))
    given = _counted(session, Seat.document_id, col(Seat.signed_at).is_not(None))
    for document in sorted(told.keys() | given.keys(), key=str):
        lines, seats = told.get(document, 0), given.get(document, 0)
        if lines != seats:
            what = _("有{seats}个签批意见，台账却有{lines}行。", seats=seats, lines=lines)
            yield Broken(_label(session, document), what)


def _counted(session: Session, column: Any, *where: Any) -> dict[UUID, int]:
    found = ask(column, func.count()).where(*where).group_by(column)
    return {row[0]: row[1] for row in session.execute(found)}


def _label(session: Session, subject: UUID) -> str:
    found = session.execute(ask(Document.number, Document.serial).where(col(Document.id) == subject)).first()
    if found is None:
        return str(subject)
    number, serial = found
    return number or _("未编号件（{serial}）", serial=serial)
