"""流转引擎可以死: flow processes and the Prefect server are killed, its records are deleted; every case goes on, once.

FLOW_KILLS, SERVER_KILLS, RECORDS_LOST, DOCUMENTS, KILL_SEED and KILL_KIND (sqlite, postgresql) make a day smaller, or
take one back.
"""

import os
import secrets
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from random import Random

from bench.place import place
from bench.told import Told, tell
from gateways import engine
from tests import office
from tests.faults.flows.house import House
from tests.faults.flows.office_day import OfficeDay, in_hand, owed
from tests.held import broken
from tests.mailing import at_once

ASKED = {"clerk": ("FLOW_KILLS", 50), "server": ("SERVER_KILLS", 10), "records": ("RECORDS_LOST", 2)}
BLOWS = {what: int(os.environ.get(name, most)) for what, (name, most) in ASKED.items()}
KIND = os.environ.get("KILL_KIND", "sqlite")
DOCUMENTS = int(os.environ.get("DOCUMENTS", "20"))
ON_SECONDS = 120  # after a blow every case goes on within
ACTS_BETWEEN = 3
LONGEST_SECONDS = 0.4  # into a run, or past it


def main() -> int:
    seed = int(os.environ.get("KILL_SEED", secrets.randbelow(10**9)))
    print(f"seed {seed}, {KIND}", flush=True)
    office.engine_runs = lambda: None  # the clerk does
    with place(KIND) as here, at_once(here.folder):
        chance, house = Random(seed), House()
        day = OfficeDay(here.cast, chance)
        try:
            _until(engine.healthy)  # its first start takes its time
            waits = _the_day(day, house, chance)
            settled = _evening(day)
        finally:
            house.ends()
        wrong = [*day.twice(), *broken(timedelta(0))]
        figures = _figures(day, waits, wrong, settled)
    tell(f"flow_kills.{KIND}", figures, seed, f"{_again()} KILL_SEED={seed} python -m bench.flow_kills")
    print(*wrong[:10], sep="\n")
    return 0 if all(one.holds for one in figures) else 1


def _the_day(day: OfficeDay, house: House, chance: Random) -> dict[str, list[float]]:
    """How long after each blow no hand-over was owed any more, by what was lost."""
    blows = [what for what, many in BLOWS.items() for _ in range(many)]
    chance.shuffle(blows)
    waits = defaultdict(list)
    for number, what in enumerate(blows):
        while len(day.letters) < DOCUMENTS * (number + 1) / len(blows):
            day.a_letter_comes()
        day.somebody_acts(ACTS_BETWEEN) or day.a_letter_comes()
        _until(in_hand, seconds=5)
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        house.loses(what)
        waits[what].append(_goes_on(day))
        print(f"{number + 1}/{len(blows)} {what}: {waits[what][-1]:.1f} s", file=sys.stderr, flush=True)
    return waits


def _goes_on(day: OfficeDay) -> float:
    """People go on meanwhile: what they do after the blow is carried too."""
    day.somebody_acts(1)
    return _until(lambda: not owed())


def _evening(day: OfficeDay) -> float:
    """Everybody does what is left, and everything is carried, printed and sent."""
    began = time.monotonic()
    while day.somebody_acts(DOCUMENTS):
        _until(lambda: not owed())
    _until(lambda: not owed(everything=True))
    return time.monotonic() - began


def _until(true: Callable[[], bool], seconds: float = 5 * ON_SECONDS) -> float:
    """How long it took; it ends in vain too, and then the figure says so."""
    began = time.monotonic()
    while not true() and time.monotonic() - began < seconds:
        time.sleep(0.05)
    return time.monotonic() - began


def _figures(day: OfficeDay, waits: dict[str, list[float]], wrong: list[str], settled: float) -> list[Told]:
    words = {"clerk": "flow processes killed", "server": "Prefect servers", "records": "its database deleted"}
    longest = round(max(max(some) for some in waits.values()), 1)
    filed = day.filed()
    return [
        *(
            Told(what, len(some), f"{words[what]}; on after ≤ {max(some):.1f} s")
            for what, some in waits.items()
        ),
        Told("on", longest, "s until every case went on", f"≤ {ON_SECONDS}", longest <= ON_SECONDS),
        Told("acts", day.acts, "acts meanwhile"),
        Told("filed", filed, f"of {len(day.letters)} documents filed", "all", filed == len(day.letters)),
        Told("settled", round(settled, 1), "s for all that was left of the day"),
        Told("wrong", len(wrong), "steps twice, lost, or a rule broken", "0", not wrong),
    ]


def _again() -> str:
    sizes = {name: BLOWS[what] for what, (name, _) in ASKED.items()}
    return " ".join(
        f"{name}={size}" for name, size in (sizes | {"DOCUMENTS": DOCUMENTS, "KILL_KIND": KIND}).items()
    )


if __name__ == "__main__":
    sys.exit(main())
