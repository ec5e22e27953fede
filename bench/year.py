"""督办的一年: 250 working days, 20 departments, 5,000 matters; three schedulers, stops, wrong clocks and 40 kill -9.

YEAR_SEED and YEAR_KIND (sqlite, postgresql) take a year back.  What it proves is what tests/year/result.py compares.
"""

import os
import secrets
import sys
import time

from bench.figures import record
from bench.place import QUICK, place
from models.migrate import upgrade
from tests.year.result import Result, result
from tests.year.story import Story
from tests.year.troubles import Amount

ITEMS, DAYS = (400, 40) if QUICK else (5_000, 250)
MANY = (
    Amount(stops=2, leaps=3, accepted=1, kills=10)
    if QUICK
    else Amount(stops=8, leaps=8, accepted=3, kills=40)
)
KIND = os.environ.get("YEAR_KIND", "sqlite")
BAR = 50


def main() -> int:
    seed = int(os.environ.get("YEAR_SEED", secrets.randbelow(10**9)))
    print(f"seed {seed}, {KIND}", flush=True)
    with place(KIND, furnished=False) as here:
        upgrade()
        story, began = Story(seed, ITEMS, DAYS, MANY, here.folder), time.monotonic()
        story.is_told(lambda done: _bar(done, began))
        found = result(story)
        print("", *story.hosts.troubles[-5:], sep="\n")
    return 0 if _kept(found, story, seed, time.monotonic() - began) else 1


def _bar(done: int, began: float) -> None:
    """Working days over, and how long it takes altogether."""
    part = done / DAYS
    left = (time.monotonic() - began) * (1 / part - 1) / 60 if part else 0
    print(
        f"\r[{'#' * int(BAR * part):{BAR}}] {done}/{DAYS} {left:.0f} min left ",
        end="",
        flush=True,
        file=sys.stderr,
    )


def _kept(found: Result, story: Story, seed: int, seconds: float) -> bool:
    again = f"{'QUICK=1 ' if QUICK else ''}YEAR_KIND={KIND} YEAR_SEED={seed} python -m bench.year"
    unit = f"reminders due in {DAYS} days, {ITEMS:,} matters, {story.killed} kills"
    most = story.killed + len(
        story.hosts.troubles
    )  # who died, or found the database held, before it was noted
    figures = {
        "due": (found.due, unit, "", True),
        "missed": (len(found.missed), "due, never told", "0", not found.missed),
        "twice": (len(found.twice), "told twice", "0", not found.twice),
        "undue": (len(found.undue) + len(found.late), "not due, or told after it was done", "0", found.holds),
        "withdrawn": (found.withdrawn, "done before its mail could leave", "", True),
        "mails": (found.mails, "mails, one a reader and morning", "", not found.crowded),
        "again": (
            found.again,
            "mails left twice, same Message-ID",
            f"≤ {most}",
            found.again <= most,
        ),
        "reports": (found.reports, "cases made by the clock", f"{found.reports_due}", found.holds),
        "minutes": (round(seconds / 60, 1), "minutes", "", True),
    }
    for name, (value, words, goal, holds) in figures.items():
        print(f"{name:10}{value:>9} {words:55}{goal:>8} {'' if holds else 'NO'}")
        record(f"year.{KIND}.{name}", value, words, goal, holds, seed, again)
    for wrong in (*found.missed[:5], *found.twice[:5], *found.undue[:5], *found.late[:5]):
        print("wrong:", wrong)
    return found.holds and found.again <= most


if __name__ == "__main__":
    sys.exit(main())
