"""停电: web, clerk and scheduler are killed (SIGKILL) again and again over a working day; what was answered stays.

KILLS, DOCUMENTS, KILL_SEED and KILL_KIND (sqlite, postgresql) make a day smaller, or take one back.
"""

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from bench.place import place
from bench.told import Told, tell
from config import policy
from config.settings import settings
from tests.faults.killing.day import Day, owed
from tests.faults.killing.keeper import Keeper
from tests.faults.killing.points import PLACES, points
from tests.faults.killing.postmaster import Blows
from tests.faults.killing.result import Result, result
from tests.gateways.post_office import Door, PostOffice
from tests.held import broken
from tests.mailing import at_once

KILLS, DOCUMENTS = int(os.environ.get("KILLS", "1000")), int(os.environ.get("DOCUMENTS", "200"))
KIND = os.environ.get("KILL_KIND", "sqlite")
LONG = 400  # from here on everybody comes by every point
LOOKS = 25  # kills after which everything is looked through
SETTLE_SECONDS = 60  # after the last kill: everything owed is done by then
ALL_POINTS = sum(len(points(role)) for role in PLACES)


def main() -> int:
    seed = int(os.environ.get("KILL_SEED", secrets.randbelow(10**9)))
    print(f"seed {seed}, {KIND}", flush=True)
    with place(KIND) as here, at_once(here.folder), a_post_office() as office:
        keeper, day = Keeper(here.port, Random(seed), KILLS), Day(here.port, here.cast, Random(seed + 1))
        try:
            wrong = the_day(day, keeper, KILLS, DOCUMENTS)
            keeper.rests()
            settled = evening(day)
        finally:
            keeper.ends()
        found = result(day, [one.content for one in office.taken], here.folder / "letterbox")
    figures = _figures(found, keeper, day, len(found.broken | wrong), round(settled, 1))
    again = f"KILLS={KILLS} DOCUMENTS={DOCUMENTS} KILL_KIND={KIND} KILL_SEED={seed} python -m bench.kills"
    tell(f"kills.{KIND}", figures, seed, again)
    for rule, places in (found.broken | wrong).items():
        print(rule, *places[:5], sep="\n  ")
    print(*found.lost[:10], *found.fell[:10], sep="\n")
    return 0 if all(one.holds for one in figures) else 1


@contextmanager
def a_post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    door = Door(office, hostname="127.0.0.1", port=0)
    door.start()
    os.environ |= {
        "JIYAO_SMTP_HOST": "127.0.0.1",
        "JIYAO_SMTP_PORT": str(door.port),
        "JIYAO_SMTP_TLS": "none",
    }
    settings.cache_clear()
    policy.policy.cache_clear()
    try:
        yield office
    finally:
        door.stop()


def the_day(
    day: Day,
    keeper: Keeper | Blows,
    kills: int,
    documents: int,
    looks: Callable[[], dict[str, list[str]]] = broken,
) -> dict[str, list[str]]:
    """Until as many are dead as must be; letters come as long as there are some, and again when all are filed."""
    come, looked, wrong = 0, 0, dict[str, list[str]]()
    while (keeper.kills < kills or come < documents) and not wrong:
        if come < documents * (keeper.kills + 1) / kills or not day.somebody_acts():
            come += day.letter_comes(come + 1)
        if keeper.kills >= looked + LOOKS:
            looked, wrong = keeper.kills, looks()
            _bar(looked, kills)
    return wrong


def evening(day: Day) -> float:
    """Everybody does what is left; how long after the last act the house owed nothing more."""
    last = time.monotonic()
    while time.monotonic() - last < SETTLE_SECONDS:
        if day.somebody_acts():
            last = time.monotonic()
        elif owed():
            time.sleep(0.02)
        else:
            break
    return time.monotonic() - last


def _bar(done: int, kills: int) -> None:
    print(f"\r[{'#' * (50 * done // kills):50}] {done}/{kills} ", end="", flush=True, file=sys.stderr)


def _figures(found: Result, keeper: Keeper, day: Day, rules: int, settled: float) -> list[Told]:
    kills, by_chance, of = keeper.kills, keeper.at_points["chance"], f"of {ALL_POINTS} named points met"
    met, points_wanted = sum(point != "chance" for point in keeper.at_points), 40 if KILLS >= LONG else 1
    half, enough = kills - by_chance, 0.45 * kills if KILLS >= LONG else 1
    again = 0.1 if KILLS >= LONG else 1.0  # what few kills do is chance
    in_time, all_filed = settled < SETTLE_SECONDS, found.archived >= DOCUMENTS
    return [
        Told("kills", kills, f"kills, {by_chance} of them at any instant", f"≥ {KILLS}", kills >= KILLS),
        Told("at_points", half, "of them at a named point", f"≥ {enough:.0f}", half >= enough),
        Told("points", met, of, f"≥ {points_wanted}", met >= points_wanted),
        Told("acknowledged", found.acknowledged, f"acts acknowledged of {day.tried} sent"),
        Told("archived", found.archived, "documents came to the archive", f"≥ {DOCUMENTS}", all_filed),
        Told("lost", len(found.lost), "acknowledged and lost", "0", not found.lost),
        Told("fell", len(found.fell), "processes that ended by themselves", "0", not found.fell),
        Told("broken", rules, "rules of doctor --invariants that did not hold", "0", not rules),
        Told("settled", settled, "seconds until nothing was owed", f"≤ {SETTLE_SECONDS}", in_time),
        Told("mails", found.mails, "mails"),
        Told("again", found.again, "mails twice, one ID", f"≤ {again} a kill", found.again <= again * kills),
        Told("anchors", found.anchors, "anchors that reached the auditor twice"),
    ]


if __name__ == "__main__":
    sys.exit(main())
