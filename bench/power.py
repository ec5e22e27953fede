"""停电: the power goes in the middle of an upload, a change of keys, a destruction, a backup; nothing is half done.

STATES and POWER_SEED take a run back: ``STATES=20000 python -m bench.power``.
"""

import os
import secrets
import shutil
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from random import Random

from bench.figures import record
from models.database import unit_of_work
from models.migrate import upgrade
from tests.faults.power.acts import STORIES, Story
from tests.faults.power.cuts import states, survives
from tests.faults.power.house import furnished, moves_to
from tests.personas import Cast, move_in

STATES = int(os.environ.get("STATES", "20000"))


def main() -> int:
    seed = int(os.environ.get("POWER_SEED", secrets.randbelow(10**9)))
    print(f"seed {seed}", flush=True)
    desk = Path(tempfile.mkdtemp(prefix="jiyao-power-"))
    tempfile.tempdir = str(desk)
    try:
        bare, full = _houses(desk)
        wrong = [
            one for story in STORIES for one in _story(story, full if story.furnished else bare, desk, seed)
        ]
    finally:
        shutil.rmtree(desk)
    print(*wrong[:20], sep="\n")
    return 1 if wrong else 0


def _houses(desk: Path) -> tuple[Path, Path]:
    """One with nothing but its tables, and one at work."""
    bare, full = desk / "bare", desk / "full"
    bare.mkdir()
    moves_to(bare)
    upgrade()
    moves_to(full)  # whereupon the database is one file
    shutil.copytree(bare, full)
    with unit_of_work() as session:
        move_in(session)
    furnished(Cast())
    moves_to(desk / "house")
    return bare, full


def _story(story: Story, base: Path, desk: Path, seed: int) -> list[str]:
    chance, began = Random(f"{seed} {story.name}"), time.monotonic()
    share = -(-STATES // len(STORIES))
    cut = list(islice(states(story, base, desk, chance), share * 5 // 4))
    tried = chance.sample(cut, min(share, len(cut)))
    wrong = [said for state in tried if (said := survives(story, state, desk / "house"))]
    print(
        f"{story.name:12}{len(tried):6} of {len(cut):6} states, {len(wrong)} half, {time.monotonic() - began:.0f} s"
    )
    again = f"STATES={STATES} POWER_SEED={seed} python -m bench.power"
    record(f"power.{story.name}.states", len(tried), "disks after a power cut", "", True, seed, again)
    record(f"power.{story.name}.half", len(wrong), "of them half done", "0", not wrong, seed, again)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
