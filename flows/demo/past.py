"""往事: what the past owed.  Its hand-overs were made on the spot, its mails are let go, its forms are printed."""

from concurrent.futures import Executor
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from flows import papers
from gateways.clock import now
from models import prints
from models.database import reading, unit_of_work
from models.letters import Letter
from models.outbox import HAND_OVERS, Errand, Topic
from models.prints import PrintJob


def let_go(session: Session, *, at: datetime) -> None:
    """Nobody is mailed about what happened weeks ago; the inbox shows what still waits."""
    session.flush()
    settled = col(Errand.topic).in_([*HAND_OVERS, Topic.LETTER]) & col(Errand.done_at).is_(None)
    session.exec(update(Errand).where(settled).values(done_at=at))
    unsent = col(Letter.sent_at).is_(None) & col(Letter.dropped_at).is_(None)
    session.exec(update(Letter).where(unsent).values(dropped_at=at))


def print_what_is_owed(drawing: Executor) -> None:
    """As the records stand now: called after every step, so each form shows its own day.

    Previews show the paper, which never changes; they take LibreOffice a second each and are left to ``drawing``.
    """
    for errand_id, job_id, kind in _owed():
        if kind == prints.PREVIEW:
            drawing.submit(papers.print_form, job_id)
        else:
            papers.print_form(job_id)
        with unit_of_work() as session:
            session.get_one(Errand, errand_id).done_at = now()


def undrawn() -> int:
    """How many papers LibreOffice gave up on."""
    with reading() as session:
        return len(session.exec(select(PrintJob.id).where(col(PrintJob.printed_at).is_(None))).all())


def _owed() -> list[tuple[UUID, UUID, str]]:
    printing = (
        select(Errand.id, PrintJob.id, PrintJob.kind)
        .join(PrintJob, col(PrintJob.id) == Errand.subject)
        .where(Errand.topic == Topic.PRINT, col(Errand.done_at).is_(None))
    )
    with reading() as session:
        return list(session.exec(printing).all())
