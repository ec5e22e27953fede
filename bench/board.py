"""看板: 100,000 matters that departments were given in twelve years, counted for whoever watches over them."""

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from statistics import median
from uuid import UUID

from sqlmodel import select

from bench.figures import record
from bench.place import KINDS, QUICK, SEED, Place, command, place
from bench.stock import stock
from flows.stock.fill import vacuum
from flows.stock.ledgers import Row
from flows.stock.letters import Letter
from flows.stock.pour import pour, prepare
from flows.stock.sealed import sealed
from gateways.clock import now
from models import board
from models.assignments import Assignment
from models.database import reading, unit_of_work
from models.matters import Sought, Standing
from models.people import Office

MATTERS = 10_000 if QUICK else 100_000
DAYS = 12 * 365
OPEN = 0.02  # of all, whenever they were given
WATCHERS = {"secretary": "lin", "office-head": "chen", "leader": "zhou", "department-head": "zhao"}
TIMES, WARM = 9, 1
MOST_MS = 300


def main() -> None:
    for kind in KINDS[:1] if QUICK else KINDS:
        with place(kind) as here:
            given(here, stock(here.cast, MATTERS, at=now(), seed=SEED))
            for watcher, uid in WATCHERS.items():
                counts(here, watcher, uid)


def given(here: Place, letters: list[Letter]) -> None:
    with unit_of_work() as session:
        offices = [code for code in session.exec(select(Office.code)) if code != "YLD"]
        prepare(session)
        pour(session, Assignment, _assignments(here, letters, offices))
    vacuum()


def counts(here: Place, watcher: str, uid: str) -> None:
    me, at, took = getattr(here.cast, uid), now(), []
    for _turn in range(WARM + TIMES):
        with reading() as session:
            began = time.perf_counter()
            board.of(session, me, Sought(Standing.ALL, period=f"{at.year}"), at)
            took.append((time.perf_counter() - began) * 1000)
    middle = round(median(took[WARM:]), 1)
    unit = f"ms, the board over {MATTERS:,} matters, median"
    name = f"board.{here.kind}.{watcher}"
    record(name, middle, unit, f"≤ {MOST_MS}", middle <= MOST_MS, SEED, command("bench.board"))
    print(f"{name:34}{middle:>9} {unit}", flush=True)


def _assignments(here: Place, letters: list[Letter], offices: list[str]) -> Iterator[Row]:
    random, at = Random(SEED), now()
    leaders = [here.cast.id(uid) for uid in ("wang", "zhou")]
    for letter in letters:
        begun = at - timedelta(days=random.uniform(0, DAYS))
        done = begun + timedelta(days=random.uniform(1, 50))
        ended = None if random.random() < OPEN or done > at else done
        yield _assignment(letter, letter.ids[3]) | {
            "office_code": random.choice(offices),
            "told_to": random.choice(leaders),
            "begun_at": begun,
            "due_at": begun + timedelta(days=random.uniform(2, 40)),
            "completed_at": ended,
            "closed_at": ended,
        }


def _assignment(letter: Letter, id: UUID) -> Row:
    return {
        "id": id,
        "document_id": letter.id,
        "proposal_id": letter.ids[1],
        "number": f"督〔{letter.year}〕{letter.serial}号",
        "leads": True,
        **{name: sealed(letter, f"assignment.{name}", id, "") for name in ("result", "without", "review")},
        "points": sealed(letter, "assignment.points", id, "[]"),
        "specially": False,
    }


if __name__ == "__main__":
    main()
