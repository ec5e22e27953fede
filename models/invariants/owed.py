"""欠着的: every letter and form has somebody to see to it, and nothing waits longer than it may."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func
from sqlmodel import Session, col

from config.language import _
from models.engine_state import TOPICS
from models.invariants.finding import Broken, ask
from models.letters import Letter
from models.outbox import Errand
from models.prints import PrintJob


def look(session: Session, at: datetime, patience: timedelta) -> Iterator[Broken]:
    yield from _late(session, at, patience)
    waiting = col(Letter.sent_at).is_(None), col(Letter.dropped_at).is_(None), ~col(Letter.waits)
    alone = ask(Letter.id).where(*waiting, col(Letter.digest_id).is_(None), _forgotten(Letter.id))
    for letter in session.scalars(alone):
        yield Broken(str(letter), _("邮件没有发出，也没有人去发。"))
    unprinted = ask(PrintJob.id).where(col(PrintJob.printed_at).is_(None), _forgotten(PrintJob.id))
    for job in session.scalars(unprinted):
        yield Broken(str(job), _("表单没有打印，也没有人去印。"))


def _late(session: Session, at: datetime, patience: timedelta) -> Iterator[Broken]:
    waits = col(Errand.done_at).is_(None), col(Errand.dead_at).is_(None)
    late = ask(Errand.topic, func.count(), func.min(Errand.due_at)).where(
        *waits, col(Errand.due_at) < at - patience
    )
    for topic, many, since in session.execute(late.group_by(col(Errand.topic))):
        minutes = int((at - since).total_seconds() // 60)
        yield Broken(
            TOPICS[topic], _("{many}项没有做，最久的拖了{minutes}分钟。", many=many, minutes=minutes)
        )


def _forgotten(subject: UUID) -> ColumnElement[bool]:
    """No errand was ever written for it, or it was called done."""
    waits = col(Errand.done_at).is_(None)
    return ~exists().where(col(Errand.subject) == subject, waits)
