"""分派: who runs an advance, the clerk in its own process, or a worker to whom a shared Prefect server gives it.

The same hand-overs, one document to a run, on one PostgreSQL: how long until each has run, and how many a second.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from uuid import UUID

from bench.handover import LOOK_EVERY, asked
from bench.place import QUICK, SEED, Place, command, place
from bench.pool import pool, shared_server
from bench.processes import running, wait_for_engine
from bench.stock import stock
from bench.told import Told, tell
from config.settings import settings
from gateways.clock import now
from gateways.engine import environment, server_command
from models.outbox import HAND_OVERS, Errand
from models.people import to_person
from tests import office
from tests.office import Letter

WARM, ACTS, MANY = (1, 5, 5) if QUICK else (2, 20, 20)
HANDS = 2  # as the clerk has
POLL_SECONDS = 0.05
PATIENCE_SECONDS = 600
Runs = Callable[[list[Errand]], object]


def main() -> None:
    office.engine_runs = lambda: None  # the hands do
    with place("postgresql") as here:
        many = 3 * (WARM + ACTS + MANY)
        letters = iter([one.id for one in stock(here.cast, many, waiting=many, at=now(), seed=SEED)])
        with running(*server_command(settings())[1:], quiet=True, **environment(settings())):
            wait_for_engine()
            measured = {
                "clerk": _measured(here, letters, _in_the_clerk(), "in the clerk's process, own server")
            }
        with shared_server(here) as messages:
            shared = f"PostgreSQL, {messages}"
            measured["shared"] = _measured(
                here, letters, _in_the_clerk(), f"the same, shared server ({shared})"
            )
            with pool() as give:
                measured["pool"] = _measured(here, letters, _by(give), f"a worker of a pool ({shared})")
    best = min(measured, key=lambda way: measured[way][0].value)
    for way, figures in measured.items():
        tell(f"dispatch.{way}", figures, SEED, command("bench.dispatch"))
    print(f"the sooner: {best}")


def _in_the_clerk() -> Runs:
    from flows.clerk import run  # imports Prefect, which must find the place

    return run


def _by(give: Callable[[list[str], str, UUID], None]) -> Runs:
    from flows.advance import ids_and_name

    return lambda taken: give(*ids_and_name(taken), taken[0].id)


def _measured(here: Place, letters: Iterator[UUID], runs: Runs, how: str) -> list[Told]:
    with _hands(runs):
        waits = sorted([_until_it_ran(here, next(letters)) for _ in range(WARM + ACTS)][WARM:])
    rate = _a_second(here, [next(letters) for _ in range(MANY)], runs)
    _nothing_is_kept_for_the_next_server()
    return [
        Told("p50", round(statistics.median(waits) * 1000), f"ms until it ran: {how}"),
        Told("p95", round(waits[int(len(waits) * 0.95)] * 1000), f"ms until it ran: {how}"),
        Told("rate", round(rate, 2), f"runs a second, {MANY} due at once: {how}"),
    ]


def _nothing_is_kept_for_the_next_server() -> None:
    """It would choke on the tasks of runs it never heard of."""
    from prefect.events.worker import EventsWorker

    EventsWorker.drain_all()


def _until_it_ran(here: Place, letter: UUID) -> float:
    """From a leader's signature until the next leader is asked; nobody else waits meanwhile."""
    Letter(here.cast, letter).is_signed("wang")
    return _asked(here, [letter])


def _a_second(here: Place, letters: list[UUID], runs: Runs) -> float:
    for letter in letters:
        Letter(here.cast, letter).is_signed("wang")
    with _hands(runs):
        return len(letters) / _asked(here, letters)


def _asked(here: Place, letters: list[UUID]) -> float:
    hat, began, left = to_person(here.cast.id("zhou")), time.perf_counter(), list(letters)
    while left := [one for one in left if not asked(one, hat)]:
        if time.perf_counter() - began > PATIENCE_SECONDS:
            raise TimeoutError(f"{len(left)} were never handed over")
        time.sleep(LOOK_EVERY)
    return time.perf_counter() - began


@contextmanager
def _hands(runs: Runs) -> Iterator[None]:
    """They claim what is owed, one at a time, as the clerk does."""
    stop = Event()
    hands = [Thread(target=_lend_a_hand, args=(runs, stop)) for _ in range(HANDS)]
    for hand in hands:
        hand.start()
    try:
        yield
    finally:
        stop.set()
        for hand in hands:
            hand.join()


def _lend_a_hand(runs: Runs, stop: Event) -> None:
    from flows import errands
    from gateways.engine.runs import without_heartbeat

    with without_heartbeat():
        while not stop.is_set():
            if errands.due(HAND_OVERS) and (taken := errands.claim(HAND_OVERS, 1)):
                runs(taken)
            else:
                stop.wait(POLL_SECONDS)


if __name__ == "__main__":
    main()
