"""办事员: the process that does what is owed.  ``python -m flows.clerk``; one to a host."""

import fcntl
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from config.settings import settings
from flows import errands, timetable
from flows.advance import LOT, PARCEL, advance, ids_and_name
from gateways import engine, scratch
from gateways.engine.runs import without_heartbeat
from gateways.logs import code_of, keep_words_out, written
from gateways.policy_watch import WATCH
from models.outbox import HAND_OVERS, WORLD, Errand

POLL_SECONDS = 0.05
PAUSE_SECONDS = 1.0  # after Prefect refused a run
HANDS = 2  # one may wait for a mail server while the other carries on
log = logging.getLogger("jiyao.clerk")


class AlreadyAtWork(Exception):
    """There is a clerk on this host."""


def main() -> None:
    keep_words_out()
    logging.basicConfig(level=logging.INFO)
    written("")
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    try:
        with the_only_one(settings().data_dir / "clerk.lock"):
            scratch.move_in()
            work(stop)
    except AlreadyAtWork:
        sys.exit("本机已有一个办事员进程在运行。")


@contextmanager
def the_only_one(path: Path) -> Iterator[None]:
    """The lock dies with the process, so what it held is free at once.  Raises AlreadyAtWork."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyAtWork from None
        yield


def work(stop: Event) -> None:
    """Until told to stop; what is begun is finished."""
    errands.take_over()
    hands = [Thread(target=_lend_a_hand, args=(stop,), name=f"hand-{n}") for n in range(HANDS)]
    with timetable.ticking():
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()


def _lend_a_hand(stop: Event) -> None:
    with without_heartbeat():
        while not stop.is_set():
            try:
                WATCH.look_if_due()
                busy = once()
            except BaseException as error:  # the database or Prefect, whose signals are no Exceptions
                log.error("nothing done: %s", code_of(error))
                stop.wait(PAUSE_SECONDS)
            else:
                stop.wait(0 if busy else POLL_SECONDS)


def once() -> bool:
    """Hand-overs first, for people wait for them.  False when nothing was due or Prefect is away."""
    if errands.due(HAND_OVERS):
        return engine.healthy() and run(errands.claim(HAND_OVERS, LOT))
    with errands.at_the_window() as free:
        wanted = free and not timetable.stands_aside() and errands.due(WORLD)
        return wanted and engine.healthy() and run(errands.claim(WORLD, PARCEL))


def run(taken: list[Errand]) -> bool:
    """One Prefect run.  A run that fails is on record there; one that cannot begin leaves everything owed."""
    if not taken:
        return False
    errand_ids, of = ids_and_name(taken)
    try:
        advance(errand_ids, of, return_state=True)
    finally:
        errands.give_back(taken)
    return True


if __name__ == "__main__":
    main()
