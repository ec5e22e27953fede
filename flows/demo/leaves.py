"""外出: somebody lets another act in his place, and goes away; on the day that the plan says."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlmodel import Session

from flows.demo.office_hours import days_ago, morning
from flows.demo.past import let_go
from flows.demo.plans import Leave
from flows.demo.scene import called
from flows.demo.steps import Step
from gateways.clock import today
from models import delegate, stand_ins
from models.database import unit_of_work
from models.delegate import Wish
from models.people import me
from models.values import local_day
from models.workdays import due_on, office_calendar


@dataclass
class Absence:
    """One leave, with the delegation before it.  Both end together, so nothing waits for the engine then."""

    leave: Leave
    at: datetime
    steps: deque[Step]

    @classmethod
    def of(cls, leave: Leave) -> "Absence":
        pace = Random(leave.who)  # noqa: S311  the same story every time
        return cls(leave, morning(days_ago(today(), leave.ago), pace), deque([Step("leave", 0)]))

    def step(self) -> None:
        self.steps.popleft()
        with unit_of_work() as session:
            self._go(session)
            let_go(session, at=self.at)

    def _go(self, session: Session) -> None:
        principal = me(session, called(session, self.leave.who))
        ends = due_on(office_calendar().add_workdays(local_day(self.at), self.leave.days))
        substitute = called(session, self.leave.substitute).id
        wish = Wish(principal.id, substitute, None, self.at, ends, self.leave.why)
        given = delegate.delegate(session, wish, by=principal, at=self.at)
        delegate.go_away(session, principal.id, self.at, ends, self.leave.why, by=principal, at=self.at)
        session.flush()
        stand_ins.change_over(session, given.id, at=self.at)
