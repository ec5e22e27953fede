"""启动: from ``jiyao up`` in an empty folder to the first page, and what all its processes hold when idle."""

import time
from dataclasses import dataclass
from pathlib import Path

from bench.figures import record
from bench.place import QUICK, Place, command, place
from bench.processes import up, wait_for, wait_for_engine

FIRST_PAGE_SECONDS = 10
IDLE_MB = 700
SETTLE_SECONDS = 10 if QUICK else 30


@dataclass(frozen=True)
class Start:
    """Seconds to the first page and to Prefect, and MB that all processes hold together (PSS) when idle."""

    page: float
    engine: float
    held: float


def main() -> None:
    with place(furnished=False) as here:
        told, again = started(here), command("bench.start")
    early = told.page <= FIRST_PAGE_SECONDS and told.page < told.engine
    unit, goal = f"s (Prefect after {told.engine:.1f} s)", f"≤ {FIRST_PAGE_SECONDS}, before Prefect"
    record("start.first_page", round(told.page, 1), unit, goal, early, None, again)
    idle = told.held <= IDLE_MB
    record("idle.memory", round(told.held), "MB (PSS)", f"≤ {IDLE_MB}", idle, None, again)


def started(here: Place) -> Start:
    with up() as process:
        page = wait_for(here.port)
        engine = page + wait_for_engine()
        time.sleep(SETTLE_SECONDS)
        return Start(page, engine, sum(pss(pid) for pid in family(process.pid)) / 1024)


def family(pid: int) -> list[int]:
    """The process and everything it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def pss(pid: int) -> int:
    """kB; memory that processes share is counted once."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
