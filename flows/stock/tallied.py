"""The tallies of letters that were poured past the verbs, so that verify-audit finds every row accounted for."""

from collections.abc import Iterator
from uuid import UUID

from flows.stock.ledgers import Row
from models.fact_kinds import FACTS
from models.tallies import MODULUS, Sums, mac, row_code, written


class Tallied:
    """One letter's rows of one table are added at once."""

    def __init__(self) -> None:
        self.sums: dict[UUID, Sums] = {}

    def add(self, owner: UUID, table: str, rows: list[Row]) -> None:
        """What is not in a row is empty, and empty does not count."""
        if rows and table in FACTS:
            total = sum(row_code(table, sorted(row), row) for row in rows) % MODULUS
            self.sums.setdefault(owner, {})[table] = len(rows), total

    def rows(self) -> Iterator[Row]:
        for owner, sums in self.sums.items():
            told = written(sums)
            yield {"owner": owner, "version": 1, "sums": told, "mac": mac(owner, 1, told), "anchored": 0}
