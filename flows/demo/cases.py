"""办件: one case on the way its plan says, one step at a time."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from sqlmodel import Session

from flows import lifecycle
from flows.demo.acts import act
from flows.demo.arrivals import arrive
from flows.demo.decided import begin
from flows.demo.office_hours import days_ago, later, morning
from flows.demo.past import let_go
from flows.demo.plans import Life
from flows.demo.steps import Step
from gateways.clock import today
from models import tasks
from models.database import unit_of_work
from models.document import Document
from models.stages import Stage
from models.tasks import TaskKind

# How a case begins: a paper by post, a matter by a decision.
STARTS = {"receive": arrive, "initiate": begin}
# Words that several people act out in turn: which of their tasks is done how, and the stage it lasts for.
GROUPS: dict[str, tuple[Stage, dict[TaskKind, str]]] = {
    "approve": (Stage.REGISTERED, {TaskKind.SIGN: "sign", TaskKind.COUNTERSIGN: "countersign"}),
    "circulate": (
        Stage.APPROVED,
        {TaskKind.HAND_OUT: "hand-out", TaskKind.READ: "read", TaskKind.TAKE_BACK: "take-back"},
    ),
    "accept": (Stage.CIRCULATED, {TaskKind.ACCEPT: "accept"}),
}


@dataclass
class Case:
    """A paper, or a matter.  ``at`` is when its next step is due, ``steps`` what is left to do."""

    plan: Life
    pace: Random
    at: datetime
    steps: deque[Step]
    document_id: UUID = field(default=UUID(int=0))

    @classmethod
    def of(cls, plan: Life) -> "Case":
        pace = Random(plan.title)  # noqa: S311  the same story every time
        return cls(plan, pace, morning(days_ago(today(), plan.ago), pace), deque(plan.steps))

    def step(self) -> None:
        """One act, and what the engine makes of it, in one transaction."""
        with unit_of_work() as session:
            document = self._act(session)
            lifecycle.settle(session, document, at=self.at)
            self._turn_over(session, document)
            let_go(session, at=self.at)
        if self.steps:
            self.at = later(self.at, self.steps[0].days, self.pace)

    def _act(self, session: Session) -> Document:
        step = self.steps[0]
        if start := STARTS.get(step.word):
            document = start(session, self.plan, at=self.at, pace=self.pace)
            self.document_id = document.id
            return document
        document = session.get_one(Document, self.document_id)
        if step.word in GROUPS:
            step = step._replace(word=self._next_in(session, document, step.word) or step.word)
        act(step, session, document, self.plan, at=self.at, pace=self.pace)
        return document

    def _turn_over(self, session: Session, document: Document) -> None:
        """The words that are done; a group lasts while one of its tasks is open."""
        if self.steps[0].word not in GROUPS:
            self.steps.popleft()
        while self.steps and self.steps[0].word in GROUPS:
            if self._next_in(session, document, self.steps[0].word):
                return
            self.steps.popleft()

    def _next_in(self, session: Session, document: Document, group: str) -> str | None:
        stage, words = GROUPS[group]
        if document.stage is not stage:
            return None
        asked = [task.kind for task in tasks.open_tasks(session, document.id)]
        return next((words[kind] for kind in asked if kind in words), None)
