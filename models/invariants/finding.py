"""What a look at an invariant found, and how it asks."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True)
class Broken:
    """``where`` names the thing as an auditor may: a number, an opaque id; ``what`` is one sentence."""

    where: str
    what: str


def ask(*columns: Any) -> sa.Select[Any]:
    """Columns, never whole records: nothing is unsealed by looking."""
    return sa.select(*columns)
