"""清册: one destruction list on the way its plan says.  What is shredded is shredded now, whatever the date."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from sqlmodel import Session

from config.policy import policy
from flows import destroy as shredder
from flows import lifecycle
from flows.demo.office_hours import days_ago, later, morning
from flows.demo.past import let_go
from flows.demo.plans import Order
from flows.demo.steps import Step
from gateways.clock import today
from models import destroy, orders, tasks
from models.database import unit_of_work
from models.destroy import Draft
from models.document import Document
from models.orders import DestructionOrder
from models.people import Me, find_uid, me
from models.tasks import TaskKind

PROPOSER, APPROVER = "he", "zhou"
WORDS = "逐件鉴定：保管期限已满，事项早已办结，无继续保存价值，拟予销毁。"


@dataclass
class DestructionList:
    """One list.  ``case_of`` finds the paper that a plan calls by its id."""

    order: Order
    pace: Random
    at: datetime
    steps: deque[Step]
    case_of: Callable[[str], UUID]
    order_id: UUID = field(default=UUID(int=0))

    @classmethod
    def of(cls, order: Order, case_of: Callable[[str], UUID]) -> "DestructionList":
        pace = Random("".join(order.letters))  # noqa: S311  the same story every time
        start = morning(days_ago(today(), order.ago), pace)
        return cls(order, pace, start, deque(order.steps), case_of)

    def step(self) -> None:
        with unit_of_work() as session:
            order = self._act(session, self.steps.popleft().word)
            shredder.print_list(session, order, self.at)
            tasks.settle(session, order.id, orders.owed(session, order), document=None, at=self.at)
            for document in orders.documents_on(session, order.id):
                lifecycle.settle(session, document, at=self.at)
            let_go(session, at=self.at)
            ready = orders.fully_witnessed(session, order)
        if ready:
            shredder.execute(self.order_id)
        if self.steps:
            self.at = later(self.at, self.steps[0].days, self.pace)

    def _act(self, session: Session, word: str) -> DestructionOrder:
        if word == "propose":
            return self._propose(session)
        order = session.get_one(DestructionOrder, self.order_id)
        if word == "approve":
            return destroy.approve(session, order, by=_who(session, APPROVER), at=self.at)
        waiting = {t.hat for t in tasks.open_tasks(session, order.id) if t.kind is TaskKind.WITNESS}
        named = (_who(session, uid) for uid in self.order.witnesses)
        destroy.witness(session, order, by=next(one for one in named if waiting & set(one.hats)), at=self.at)
        return order

    def _propose(self, session: Session) -> DestructionOrder:
        listed = [session.get_one(Document, self.case_of(one)) for one in self.order.letters]
        draft = Draft(
            words=WORDS,
            method=policy().destruction.methods[0],
            approver=_who(session, APPROVER).id,
            witnesses=[_who(session, uid).id for uid in self.order.witnesses],
        )
        order = destroy.propose(session, listed, draft, by=_who(session, PROPOSER), at=self.at)
        self.order_id = order.id
        return order


def _who(session: Session, uid: str) -> Me:
    person = find_uid(session, uid)
    if person is None:
        raise LookupError(uid)
    return me(session, person)
