"""停库: PostgreSQL dies in the middle of a working day, again and again; what was answered stays, and the house goes on.

KILLS, DOCUMENTS and KILL_SEED make a day smaller, or take one back.  ``jiyao up``'s own processes run, all of them.
"""

import os
import secrets
import statistics
import sys
from random import Random

from sqlalchemy.exc import DBAPIError

from bench.kills import SETTLE_SECONDS, a_post_office, evening, the_day
from bench.place import place
from bench.processes import wait_for, wait_for_engine
from bench.told import Told, tell
from tests.faults.flows.house import House
from tests.faults.killing.dark_day import DarkDay
from tests.faults.killing.postmaster import Blows
from tests.faults.killing.result import Result, result
from tests.held import broken
from tests.mailing import at_once

KILLS, DOCUMENTS = int(os.environ.get("KILLS", "60")), int(os.environ.get("DOCUMENTS", "100"))
ON_SECONDS = 120


def main() -> int:
    seed = int(os.environ.get("KILL_SEED", secrets.randbelow(10**9)))
    print(f"seed {seed}", flush=True)
    with place("postgresql") as here, at_once(here.folder), a_post_office() as office:
        day = DarkDay(here.port, here.cast, Random(seed + 1))
        house = House(web=True)
        try:
            wait_for(here.port)
            wait_for_engine()
            blows, wrong = _struck(day, seed)
            settled = evening(day)
        finally:
            house.ends()
        found = result(day, [one.content for one in office.taken], here.folder / "letterbox")
        figures = [*_figures(found, day, blows), *_house(house, found.broken | wrong, round(settled, 1))]
    again = f"KILLS={KILLS} DOCUMENTS={DOCUMENTS} KILL_SEED={seed} python -m bench.postmaster"
    tell("postmaster", figures, seed, again)
    for rule, places in (found.broken | wrong).items():
        print(rule, *places[:5], sep="\n  ")
    print(*found.lost[:10], *house.told[:10], sep="\n")
    return 0 if all(one.holds for one in figures) else 1


def _struck(day: DarkDay, seed: int) -> tuple[Blows, dict[str, list[str]]]:
    blows = Blows(Random(seed), KILLS, day.progress)
    try:
        return blows, the_day(day, blows, KILLS, DOCUMENTS, _looked_through)
    finally:
        blows.ends()


def _looked_through() -> dict[str, list[str]]:
    """Nothing, where the next death comes in the middle of the look."""
    try:
        return broken()
    except DBAPIError:
        return {}


def _figures(found: Result, day: DarkDay, blows: Blows) -> list[Told]:
    how = ", ".join(f"{many} {name}" for name, many in sorted(blows.killed.items()))
    untrue, longest = day.untrue(), round(max(blows.waits, default=0), 1)
    median = statistics.median(blows.waits or [0])
    return [
        Told("kills", blows.kills, f"deaths of PostgreSQL: {how}", f"≥ {KILLS}", blows.kills >= KILLS),
        Told("acknowledged", len(day.acknowledged), f"acts acknowledged of {day.tried} sent"),
        Told("archived", found.archived, "documents came to the archive"),
        Told("lost", len(found.lost), "acknowledged and lost", "0", not found.lost),
        Told("denied", day.denied, f"answers that it is not done; {day.unsure} unsure, {day.lost} none"),
        Told("untrue", untrue, "acts done that were said not to be", "0", untrue == 0),
        Told("mails", found.mails, "mails"),
        Told("again", found.again, "mails twice, one ID", "≤ 1 a death", found.again <= blows.kills),
        Told("on", longest, f"s until all were at work again (p50 {median:.1f})", f"≤ {ON_SECONDS}", longest <= ON_SECONDS),
    ]  # fmt: skip


def _house(house: House, wrong: dict[str, list[str]], settled: float) -> list[Told]:
    """A Prefect server that is started again on a busy machine is no matter here."""
    in_time, fell = settled < SETTLE_SECONDS, [said for said in house.told if not said.startswith("engine")]
    return [
        Told("fell", len(fell), "times web or clerk had to be started again", "0", not fell),
        Told("broken", len(wrong), "rules of doctor --invariants that did not hold", "0", not wrong),
        Told("settled", settled, "seconds until nothing was owed", f"≤ {SETTLE_SECONDS}", in_time),
    ]


if __name__ == "__main__":
    sys.exit(main())
