"""What the invariant checker says, for tests."""

from datetime import timedelta
from pathlib import Path

from gateways import invariants
from gateways.clock import now
from models.invariants import PATIENCE


def broken(
    patience: timedelta = PATIENCE, mails: Path | None = None, database: str = ""
) -> dict[str, list[str]]:
    """The names of the rules that do not hold, and what breaks them."""
    looked = invariants.look(now(), patience, mails, database)
    return {one.name: [f"{b.where}：{b.what}" for b in one.broken] for one in looked if one.broken}


def everything_holds(patience: timedelta = PATIENCE, mails: Path | None = None) -> None:
    left = broken(patience, mails)
    assert not left, f"{left}"
