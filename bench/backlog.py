"""积压: a thousand documents fall due in the same moment; how many are handed over a second."""

import time

from sqlmodel import Session, col, func, select

from bench.figures import record
from bench.place import KINDS, QUICK, SEED, Place, command, place
from bench.processes import up, wait_for, wait_for_engine
from bench.stock import stock
from gateways.clock import now
from models.database import reading
from models.people import to_person
from models.tasks import Task

DUE = 300 if QUICK else 1_000
GOAL = 50
PATIENCE_SECONDS = 300


def main() -> None:
    for kind in KINDS[:1] if QUICK else KINDS:
        with place(kind) as here, up():
            wait_for(here.port)
            wait_for_engine()
            measure(here)


def measure(here: Place) -> None:
    stock(here.cast, DUE, waiting=DUE, signed=True, at=now(), seed=SEED)
    began, hat = time.perf_counter(), to_person(here.cast.id("zhou"))
    while (asked := _asked(hat)) < DUE and time.perf_counter() - began < PATIENCE_SECONDS:
        time.sleep(0.05)
    rate = asked / (time.perf_counter() - began)
    again = command("bench.backlog")
    record(f"backlog.{here.kind}", round(rate, 1), "hand-overs/s", f"≥ {GOAL}", rate >= GOAL, SEED, again)


def _asked(hat: str) -> int:
    with reading() as session:
        return _open(session, hat)


def _open(session: Session, hat: str) -> int:
    waiting = select(func.count()).select_from(Task).where(Task.hat == hat, col(Task.closed_at).is_(None))
    return session.exec(waiting).one()


if __name__ == "__main__":
    main()
