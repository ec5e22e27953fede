"""一步: one word of a life, as the TOML files of this folder write it."""

from typing import NamedTuple


class Step(NamedTuple):
    """One word of a life, how many working days pass before it (0: some time later), and whom it names."""

    word: str
    days: int
    whom: tuple[str, ...] = ()


def steps_of(life: str) -> list[Step]:
    """``"receive copy:peng/su accept+2"``: the words in order."""
    return [_step(one) for one in life.split()]


def _step(said: str) -> Step:
    told, _, days = said.partition("+")
    word, _, whom = told.partition(":")
    return Step(word, int(days or 0), tuple(whom.split("/")) if whom else ())
