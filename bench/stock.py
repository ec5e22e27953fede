"""Letters by the thousand for a bench, and the letters themselves."""

from datetime import datetime

from flows.stock.fill import fill
from flows.stock.letters import Letter, Plan
from tests.personas import Cast


def stock(
    _cast: Cast,
    count: int,
    *,
    at: datetime,
    seed: int,
    waiting: int = 0,
    known: int = 0,
    signed: bool = False,
) -> list[Letter]:
    """Writes ``count`` letters and returns them, newest first; see Plan for what they are."""
    plan = Plan(count, seed, waiting, known, signed)
    fill(plan, at=at)
    return plan.newest(count, at)
