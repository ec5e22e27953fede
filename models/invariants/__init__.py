"""不变量: what must be true of the office at every moment, whatever was killed, lost or switched off.

Only looked at, never mended: a rule that is broken is a fault of the product or of somebody's hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from config.language import _
from models.invariants import decisions, halves, numbers, owed, papers, waiting
from models.invariants.finding import Broken

PATIENCE = timedelta(minutes=10)  # how long what is owed may be late; mail servers and Prefect do go away
Look = Callable[[Session], Iterator[Broken]]


@dataclass(frozen=True)
class Invariant:
    """``rule`` is the sentence that must be true."""

    name: str
    rule: str
    look: Look


def invariants(at: datetime, patience: timedelta = PATIENCE) -> list[Invariant]:
    return [
        Invariant("numbers", _("每本编号簿不断号、不重号"), numbers.look),
        Invariant("waiting", _("每件公文都有人办，该谁办只有一个说法"), waiting.look),
        Invariant("decisions", _("一次签批只作一次数，台账恰有一行"), decisions.look),
        Invariant("papers", _("每份纸质件都知道在谁手里"), papers.look),
        Invariant("owed", _("欠着的事都有人去做，没有拖着的"), lambda s: owed.look(s, at, patience)),
        Invariant("halves", _("没有办到一半的事"), halves.look),
    ]


__all__ = ["PATIENCE", "Broken", "Invariant", "invariants"]
