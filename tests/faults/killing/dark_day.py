"""A day on which the database may be away: 503 and 504 are answers then, and what they say must be true."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import col, func, select

from models.database import reading
from models.ledger import Entry
from models.outbox import Errand
from tests.faults.killing.day import Day

DENIED, UNSURE = 503, 504


@dataclass
class DarkDay(Day):
    """``denied``: it was said that an act is not done; ``unsure``: that nobody knows."""

    denied: int = 0
    unsure: int = 0

    def somebody_acts(self) -> bool:
        """While nothing can be read, nobody knows whether he is asked."""
        try:
            return super().somebody_acts()
        except DBAPIError:
            return True

    def _post(self, who: str, path: str, said: dict[str, Any]) -> dict[str, Any] | None:
        try:
            return super()._post(who, path, said)
        except DBAPIError:  # there was no signing in
            return None

    def progress(self) -> tuple[int, int]:
        """Acts that were acknowledged, and hand-overs that were done."""
        done = select(func.count()).where(col(Errand.done_at).is_not(None))
        with reading() as session:
            return len(self.acknowledged), session.exec(done).one()

    def is_refused(self, path: str, status: int, told: dict[str, Any]) -> None:
        if status not in (DENIED, UNSURE):
            return super().is_refused(path, status, told)
        self.denied += status == DENIED
        self.unsure += status == UNSURE

    def untrue(self) -> int:
        """Acts that are done, and the house said that they are not."""
        with reading() as session:
            done = session.exec(select(func.count()).where(col(Entry.by).is_not(None))).one()
        return max(0, done - len(self.acknowledged) - self.unsure - self.lost)
