"""往事: what the past owed.  Its hand-overs were made on the spot, its mails are let go, its forms are printed."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from flows import papers
from gateways.clock import now
from models.database import reading, unit_of_work
from models.letters import Letter
from models.outbox import HAND_OVERS, Errand, Topic


def let_go(session: Session, *, at: datetime) -> None:
    """Nobody is mailed about what happened weeks ago; the inbox shows what still waits."""
    session.flush()
    settled = col(Errand.topic).in_([*HAND_OVERS, Topic.LETTER]) & col(Errand.done_at).is_(None)
    session.exec(update(Errand).where(settled).values(done_at=at))
    unsent = col(Letter.sent_at).is_(None) & col(Letter.dropped_at).is_(None)
    session.exec(update(Letter).where(unsent).values(dropped_at=at))


def print_what_is_owed() -> None:
    """As the records stand now: called after every step, so each form shows its own day."""
    for errand_id, job_id in list(_owed()):
        papers.print_form(job_id)
        with unit_of_work() as session:
            session.get_one(Errand, errand_id).done_at = now()


def _owed() -> Iterator[tuple[UUID, UUID]]:
    printing = select(Errand).where(Errand.topic == Topic.PRINT, col(Errand.done_at).is_(None))
    with reading() as session:
        yield from [(one.id, one.subject) for one in session.exec(printing)]
