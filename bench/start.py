"""启动: from ``jiyao up`` in an empty folder to the first page, and what all its processes hold when idle."""

import time
from pathlib import Path

from bench.figures import record
from bench.place import QUICK, command, place
from bench.processes import up, wait_for, wait_for_engine

FIRST_PAGE_SECONDS = 10
IDLE_MB = 700
SETTLE_SECONDS = 10 if QUICK else 30


def main() -> None:
    with place(furnished=False) as here, up() as process:
        again = command("bench.start")
        page = wait_for(here.port)
        engine = page + wait_for_engine()
        time.sleep(SETTLE_SECONDS)
        held = sum(pss(pid) for pid in family(process.pid)) / 1024
        early = page <= FIRST_PAGE_SECONDS and page < engine
        goal = f"≤ {FIRST_PAGE_SECONDS}, before Prefect"
        record(
            "start.first_page", round(page, 1), f"s (Prefect after {engine:.1f} s)", goal, early, None, again
        )
        record("idle.memory", round(held), "MB (PSS)", f"≤ {IDLE_MB}", held <= IDLE_MB, None, again)


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
