"""How the engine stands, for the banner and the doctor: what waits, since when, and whether Prefect answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from config.language import _
from gateways.clock import SHANGHAI, now
from gateways.engine.pulse import healthy
from models import clock_watch, outbox
from models.clock_watch import Doubt
from models.database import reading

LATE = timedelta(seconds=60)  # hand-overs take less than a second while everything runs


@dataclass(frozen=True)
class Standing:
    """``waiting`` hand-overs are due and not done; the oldest waits ``since``.  ``unsent`` mails were tried in vain."""

    at: datetime
    up: bool
    waiting: int
    since: datetime | None
    doubt: Doubt | None = None
    unsent: int = 0

    @property
    def late(self) -> bool:
        return self.since is not None and self.at - self.since > LATE

    @property
    def notice(self) -> str:
        """What the banner says; empty while nobody needs to know."""
        if self.doubt:
            return _(
                "{doubt}：期限、催办、逾期处理和销毁已暂停，请管理员核对；办理公文不受影响。",
                doubt=self.doubt.label,
            )
        if self.since is None or (self.up and not self.late):
            return ""
        clock = self.since.astimezone(SHANGHAI).strftime("%H:%M")
        why = _("流转推进较慢") if self.up else _("流转引擎暂未就绪")
        return _(
            "{why}：{waiting}件自{clock}起等候，恢复后自动继续，已办事项不受影响。",
            why=why,
            waiting=self.waiting,
            clock=clock,
        )


def state() -> Standing:
    at = now()
    with reading() as session:
        waiting, since = outbox.backlog(session, outbox.HAND_OVERS, at=at)
        doubt = clock_watch.in_doubt(session)
        unsent = outbox.tried_in_vain(session, outbox.Topic.LETTER)
    return Standing(at, healthy(), waiting, since, doubt, unsent)
