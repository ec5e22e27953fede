"""Every act recorded, and every disk that a power cut in the middle of it may leave.

An act is also killed at every line of its record (the process only: the disk remembers) and done again by the next
process, and the power goes then.
"""

import os
import pickle
import shutil
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.faults.power.acts import Story, holds
from tests.faults.power.disk import Disk, State
from tests.faults.power.house import comes_up, moves_to
from tests.faults.power.ops import Op
from tests.faults.power.recorder import DIED, Recorder, database_of, recording


class Fell(Exception):
    """The act itself failed."""


def states(story: Story, base: Path, desk: Path, chance: Random) -> Iterator[State]:
    """Each once; first those of the undisturbed act."""
    seen = set[str]()
    for state in _every(story, base, desk, chance):
        if state.digest not in seen:
            seen.add(state.digest)
            yield state


def survives(story: Story, state: State, house: Path) -> str:
    """What was wrong; nothing when the house came up whole."""
    state.lay(house)
    moves_to(house)
    try:
        comes_up()
        holds(story, state.answered)
    except Exception as error:  # whatever it is, it is what we look for
        return f"{story.name}: {type(error).__name__}: {error}"
    finally:
        shutil.rmtree(house)
    return ""


def _every(story: Story, base: Path, desk: Path, chance: Random) -> Iterator[State]:
    whole = list[Op]()
    for dies_at in _lives(whole, chance):
        house = Path(shutil.copytree(base, desk / f"{story.name}-{dies_at}"))
        disk, log = Disk.of(house, database_of(house)), desk / "log"
        if dies_at:
            for op in _recorded(story.act, house, log, dies_at):
                disk.happens(op)
        later = _recorded(_again(story) if dies_at else story.act, house, log)
        whole += later if not dies_at else []
        yield from _cut(disk, later, chance)
        shutil.rmtree(house)
        shutil.rmtree(Recorder.inodes(house))


def _lives(whole: list[Op], chance: Random) -> Iterator[int]:
    """0, whereupon the record is there; then every line of it."""
    yield 0
    yield from chance.sample(range(1, len(whole)), len(whole) - 1)


def _again(story: Story) -> Callable[[], None]:
    def once_more() -> None:
        comes_up()
        story.act()

    return once_more


def _cut(disk: Disk, ops: list[Op], chance: Random) -> Iterator[State]:
    yield from disk.states(chance)
    for op in ops:
        disk.happens(op)
        yield from disk.states(chance)


def _recorded(act: Callable[[], None], house: Path, log: Path, dies_at: int = 0) -> list[Op]:
    """In a process of its own.  Raises Fell."""
    if (child := os.fork()) == 0:
        _live(act, house, log, dies_at)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) not in (0, DIED):
        raise Fell()
    ops = list[Op]()
    with log.open("rb") as told:
        while told.peek(1):
            ops.append(pickle.load(told))
    return ops


def _live(act: Callable[[], None], house: Path, log: Path, dies_at: int) -> None:
    try:
        moves_to(house)
        recorder = Recorder(house, log, dies_at)
        with recording(recorder):
            act()
            recorder.answered()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
