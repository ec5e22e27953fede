"""增长: the same office with 1,000, 100,000 and 1,000,000 documents: what people wait for, and what is linear.

``python -m bench.growth``; SIZES (the first is what the others are compared with), ON (sqlite postgresql) and TIMES
(questions of each kind) make it smaller.  A million take 10 GB on SQLite, its backup twice that again.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.figures import record
from bench.linear import Linear, filled
from bench.place import KINDS, SEED, Place, place
from bench.search import KNOWN, WAITING, Register, served, slowest_twentieth
from bench.start import FIRST_PAGE_SECONDS, IDLE_MB, started
from flows.stock.letters import Plan
from gateways.clock import now

SIZES = [int(size) for size in os.environ.get("SIZES", "1000 100000 1000000").split()]
ON = os.environ.get("ON", " ".join(KINDS)).split()
READERS = {"secretary": "lin", "leader": "wang", "president": "zhou"}  # who know all, 300, all
QUESTIONS = ("desk", "done", "number", "words", "issuer", "page")
DESK_MS, MOST_TIMES, NEAR_MS = 50, 1.5, 1
LINEAR = {
    "seed": ("µs of CPU a document, filling the house", 1e6),
    "audit": ("µs of CPU a document, verify-audit", 1e6),
    "backup": ("µs of CPU a document, backup", 1e6),
    "size": ("bytes a document, database", 1),
}


def main() -> int:
    held = [_grows(kind) for kind in ON]
    return 0 if all(held) else 1


def _grows(kind: str) -> bool:
    first, *more = SIZES
    with place(kind) as here:
        base = Linear.of(here, first, filled(Plan(first, SEED, WAITING, KNOWN), now()))
    held = [_compared(kind, size, base) for size in more]
    return all(held)


def _compared(kind: str, size: int, base: Linear) -> bool:
    """The small house opens beside the large one: nobody's session waits for a million letters to be written."""
    with place(kind) as here:
        plan, at = Plan(size, SEED, WAITING, KNOWN), now()
        grown = Linear.of(here, size, filled(plan, at))
        held = [_linear(kind, what, grown, base) for what in LINEAR]
        held.append(_begun(here, size))
        with served(here, plan.newest(KNOWN, at), READERS) as large, _small(kind) as small:
            held += [_asked(reader, what, small, large, size) for reader in READERS for what in QUESTIONS]
    return all(held)


@contextmanager
def _small(kind: str) -> Iterator[Register]:
    with place(kind) as here:
        plan, at = Plan(SIZES[0], SEED, WAITING, KNOWN), now()
        filled(plan, at)
        with served(here, plan.newest(KNOWN, at), READERS) as register:
            yield register


def _asked(reader: str, what: str, small: Register, large: Register, size: int) -> bool:
    """p95 over HTTP.  A millisecond more is nobody's wait, whatever its ratio."""
    before, after = slowest_twentieth("http", reader, what, small, large)
    held = after <= MOST_TIMES * before or after - before <= NEAR_MS
    most, goal = (
        (DESK_MS, f"≤ {DESK_MS}, ≤ {MOST_TIMES} ×") if what == "desk" else (after, f"≤ {MOST_TIMES} ×")
    )
    unit = f"ms p95, {after / before:.2f} × ({before:.1f} of {SIZES[0]:,})"
    return _tell(
        f"{large.here.kind}.{size}.{reader}.{what}", round(after, 1), unit, goal, held and after <= most
    )


def _linear(kind: str, what: str, grown: Linear, base: Linear) -> bool:
    (words, scale), each, first = LINEAR[what], grown.each(what), base.each(what)
    if each is None or first is None:
        print(f"{kind}.{grown.count}.{what}: no room on the disk", flush=True)
        return True
    unit = f"{words}, {each / first:.2f} × ({first * scale:.0f} of {SIZES[0]:,})"
    return _tell(
        f"{kind}.{grown.count}.{what}",
        round(each * scale),
        unit,
        f"≤ {MOST_TIMES} ×" if what in ("audit", "backup") else "",
        what in ("seed", "size") or each <= MOST_TIMES * first,
    )


def _begun(here: Place, size: int) -> bool:
    told, name = started(here), f"{here.kind}.{size}"
    early, idle = told.page <= FIRST_PAGE_SECONDS, told.held <= IDLE_MB
    page = f"s to the first page (Prefect after {told.engine:.1f} s)"
    return all(
        [
            _tell(f"{name}.first_page", round(told.page, 1), page, f"≤ {FIRST_PAGE_SECONDS}", early),
            _tell(f"{name}.idle", round(told.held), "MB (PSS), all processes, idle", f"≤ {IDLE_MB}", idle),
        ]
    )


def _tell(name: str, value: float, unit: str, goal: str, held: bool) -> bool:
    print(f"{name:34}{value:>9} {unit:60}{goal:>14} {'' if held else 'NO'}", flush=True)
    record(f"growth.{name}", value, unit, goal, held, SEED, COMMAND)
    return held


COMMAND = f'SIZES="{" ".join(map(str, SIZES))}" ON="{" ".join(ON)}" python -m bench.growth'

if __name__ == "__main__":
    sys.exit(main())
