"""How a case is steered and carried out, as verbs: mixed into tests.office.Letter."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flows import lifecycle
from gateways.clock import now
from models import steering, suspend, tasks
from models.database import reading, unit_of_work
from models.document import Document
from models.people import Me
from tests.personas import Cast, in_days


class Casework:
    """Everything here is one act in its own transaction, after which the engine runs."""

    cast: Cast
    id: UUID

    def act(self, verb: Any) -> Any:
        raise NotImplementedError

    def who(self, uid: str) -> Me:
        raise NotImplementedError

    def is_suspended(
        self, by: str = "lin", until: datetime | None = None, why: str = "等候省里细则。", at: Any = None
    ) -> None:
        until = until or in_days(10)
        self.act(lambda s, d: suspend.suspend(s, d, until, why, by=self.who(by), at=at or now()))

    def is_resumed(self, by: str = "lin", at: Any = None) -> None:
        self.act(lambda s, d: suspend.resume(s, d, by=self.who(by), at=at or now()))

    def is_closed_specially(
        self, by: str = "chen", authority: str = "zhou", why: str = "来文单位已撤回。"
    ) -> None:
        leader = self.cast.id(authority)
        self.act(lambda s, d: steering.close_specially(s, d, leader, why, by=self.who(by), at=now()))

    def is_reopened(self, by: str = "chen", why: str = "来文单位要求补充办理。") -> None:
        self.act(lambda s, d: steering.reopen(s, d, why, by=self.who(by), at=now()))

    def is_settled(self) -> bool:
        """What is open is what is owed, and the engine, run again, changes nothing."""
        before = self._standing()
        lifecycle.carry(self.id)
        assert self._standing() == before
        with unit_of_work() as session:
            document = session.get_one(Document, self.id)
            owed = lifecycle.owed_for(session, document, at=now())
        assert owed is not None
        assert sorted((one.kind, one.hat, one.about, one.due_at) for one in owed) == before[1:]
        return True

    def _standing(self) -> list[Any]:
        with reading() as session:
            waiting = tasks.open_tasks(session, self.id)
            line = session.get_one(Document, self.id).line
        return [line, *sorted((one.kind, one.hat, one.about, one.due_at) for one in waiting)]
