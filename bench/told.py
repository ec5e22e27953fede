"""What a run of faults was worth: figure by figure, printed and kept, with the seed and how to do it again."""

from collections.abc import Iterable
from dataclasses import dataclass

from bench.figures import record


@dataclass(frozen=True)
class Told:
    """One figure.  ``holds``: it is as good as it must be."""

    name: str
    value: float
    words: str
    goal: str = ""
    holds: bool = True


def tell(run: str, figures: Iterable[Told], seed: int | None, again: str) -> None:
    for one in figures:
        print(f"{one.name:13}{one.value:>8} {one.words:50}{one.goal:>14} {'' if one.holds else 'NO'}")
        record(f"{run}.{one.name}", one.value, one.words, one.goal, one.holds, seed, again)
