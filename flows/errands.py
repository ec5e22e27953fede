"""差事: claim what is owed, do each alone, and write down how it went.  Knows no Prefect."""

import logging
import socket
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import RLock
from uuid import UUID

from sqlmodel import col, select

from config.policy import policy
from flows import anchors, letters, lifecycle, papers, proof, stand_ins
from gateways.clock import now
from gateways.errors import Permanent
from gateways.logs import code_of, place_of
from models import outbox
from models.database import reading, unit_of_work
from models.outbox import HAND_OVERS, Errand, NotYet, Topic
from models.pen import NOT_WRITTEN

HOLDER = f"{socket.gethostname()[:60]}/clerk"  # one clerk to a host, see flows.clerk
LONGEST_PAUSE_SECONDS = 600
HOW: dict[Topic, Callable[[UUID], None]] = {
    Topic.ADVANCE: lifecycle.carry,
    Topic.ORDER: lifecycle.carry_order,
    Topic.STAND_IN: stand_ins.change_over,
    Topic.PRINT: papers.print_form,
    Topic.LETTER: letters.send,
    Topic.ANCHOR: anchors.publish,
    Topic.PROOF: proof.verify,
}
_window = RLock()
_unreturned: set[UUID] = set()  # the database was away when they were to be given back
log = logging.getLogger("jiyao.errands")


@contextmanager
def at_the_window() -> Iterator[bool]:
    """One run at a time deals with the world, so that a mail server that hangs leaves hands for the others."""
    free = _window.acquire(blocking=False)
    try:
        yield free
    finally:
        if free:
            _window.release()


def take_over() -> None:
    """This host's clerk died, and here is the next: what the dead one held is free."""
    with unit_of_work() as session:
        outbox.take_over(session, HOLDER)


def due(topics: Collection[Topic]) -> bool:
    """What could not be given back is, before anybody looks."""
    if _unreturned:
        give_back([])
    with reading() as session:
        return outbox.is_due(session, topics, at=now())


def claim(topics: Collection[Topic], most: int, ahead: timedelta = timedelta(0)) -> list[Errand]:
    """Up to ``most`` of what is due, or will be within ``ahead``."""
    with unit_of_work() as session:
        return outbox.claim(session, HOLDER, topics, at=now(), lease=_lease(), most=most, ahead=ahead)


def give_back(taken: Collection[Errand]) -> None:
    """What was claimed and not begun is owed as before; what is done stays done.

    While the database is away nothing can be; it is when somebody looks again, and not first when the lease ends.
    """
    _unreturned.update(errand.id for errand in taken)
    back = list(_unreturned)
    with unit_of_work() as session:
        outbox.give_back(session, back, HOLDER)
    _unreturned.difference_update(back)


def find(ids: Collection[UUID]) -> list[Errand]:
    """Those of ``ids`` that this clerk still has to do."""
    mine = select(Errand).where(
        col(Errand.id).in_(ids), Errand.holder == HOLDER, col(Errand.done_at).is_(None)
    )
    with reading() as session:
        return list(session.exec(mine.order_by(col(Errand.due_at), col(Errand.id))))


def do(errands: Collection[Errand]) -> list[str]:
    """Do each alone, so that one that fails stops no other.  Returns the safe codes of those that failed."""
    done: list[Errand] = []
    later: list[tuple[Errand, datetime]] = []
    failed: list[tuple[Errand, Exception]] = []
    begin_until = now() + _lease() / 2  # nobody may take over what is still being done
    groups = _by_subject(errands)
    while groups and now() < begin_until:
        (topic, subject), group = groups.popitem()
        try:
            HOW[topic](subject)
        except NotYet as wait:
            later += [(errand, wait.until) for errand in group]
        except Exception as error:  # whatever it is, the others go on
            failed += [(errand, error) for errand in group]
        else:
            done += group
    _write_down(done, failed, later, [errand for group in groups.values() for errand in group])
    return [code_of(error) for _, error in failed]


def _by_subject(errands: Collection[Errand]) -> dict[tuple[Topic, UUID], list[Errand]]:
    """Clicks that came together are answered by one look; the first due is popped first."""
    groups: dict[tuple[Topic, UUID], list[Errand]] = defaultdict(list)
    for errand in reversed(list(errands)):
        groups[errand.topic, errand.subject].append(errand)
    return groups


def _write_down(
    done: list[Errand],
    failed: list[tuple[Errand, Exception]],
    later: list[tuple[Errand, datetime]],
    left: list[Errand],
) -> None:
    at = now()
    with unit_of_work() as session:
        outbox.finish(session, [errand.id for errand in done], HOLDER, at=at)
        outbox.give_back(session, [errand.id for errand in left], HOLDER)
        for errand, until in later:
            outbox.put_off(session, errand, until=until)
        for errand, error in failed:
            log.error("errand %s (%s): %s at %s", errand.id, errand.topic, code_of(error), place_of(error))
            if errand.topic not in HAND_OVERS and _is_hopeless(errand, error):
                outbox.bury(session, errand, at=at, error=code_of(error))
            else:
                outbox.postpone(session, errand, until=at + _pause(errand, error), error=code_of(error))


def _is_hopeless(errand: Errand, error: Exception) -> bool:
    if isinstance(error, NOT_WRITTEN):
        return False
    return isinstance(error, Permanent) or errand.attempts >= policy().mail.attempts


def _pause(errand: Errand, error: Exception) -> timedelta:
    """A hand-over is never given up, and a person waits for it: seconds; mails and forms: the policy's minutes.

    Seconds too where our own database was away or full: nobody outside was asked in vain.
    """
    if errand.topic in HAND_OVERS or isinstance(error, NOT_WRITTEN):
        return timedelta(seconds=min(2**errand.attempts, LONGEST_PAUSE_SECONDS))
    return timedelta(minutes=policy().mail.wait_minutes(errand.attempts))


def _lease() -> timedelta:
    return timedelta(seconds=policy().leases.outbox_seconds)
