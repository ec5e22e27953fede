"""How the engine stands, for the banner and the doctor: what waits, since when, and whether Prefect answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateways.clock import SHANGHAI, now
from gateways.engine.pulse import healthy
from models import outbox
from models.database import reading

LATE = timedelta(seconds=60)  # hand-overs take less than a second while everything runs


@dataclass(frozen=True)
class Standing:
    """``waiting`` hand-overs are due and not done; the oldest waits ``since``."""

    at: datetime
    up: bool
    waiting: int
    since: datetime | None

    @property
    def late(self) -> bool:
        return self.since is not None and self.at - self.since > LATE

    @property
    def notice(self) -> str:
        """What the banner says; empty while nobody needs to know."""
        if self.since is None or (self.up and not self.late):
            return ""
        clock = self.since.astimezone(SHANGHAI).strftime("%H:%M")
        why = "流转推进较慢" if self.up else "流转引擎暂未就绪"
        return f"{why}：{self.waiting}件自{clock}起等候，恢复后自动继续，已办事项不受影响。"


def state() -> Standing:
    at = now()
    with reading() as session:
        waiting, since = outbox.backlog(session, outbox.HAND_OVERS, at=at)
    return Standing(at, healthy(), waiting, since)
