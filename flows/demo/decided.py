"""立项: what was decided here and not written by others: matters, a leader's second word, and what comes back by itself."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random

from sqlmodel import Session

from config.toml import Strict, read
from flows import lifecycle
from flows.demo.office_hours import days_ago, morning
from flows.demo.past import let_go
from flows.demo.plans import HERE, Life
from flows.demo.scene import Scene, Words, called
from flows.demo.steps import Step
from gateways.clock import today
from models import initiate, instruct_anew, oblige
from models.database import unit_of_work
from models.document import Document
from models.initiate import Source
from models.people import Role, holders, me
from models.recurrence import Counted, Recurrence, Rhythm
from models.tasks import TaskKind
from models.values import local_day
from models.workdays import due_on, office_calendar

ANEW_DAYS = 14


class Matter(Life):
    """What is to be done, by whom, in how many working days; ``anew``: what the leader says when it is not enough."""

    source: Source
    basis: str
    required: str
    leader: str
    lead: str
    due: int
    assistants: tuple[str, ...] = ()
    anew: str = ""


class Obligation(Strict):
    """What comes back; set up ``ago`` working days ago."""

    ago: int
    title: str
    basis: str
    required: str
    leader: str
    lead: str
    rhythm: Rhythm
    nth: int
    ahead: int
    month: int = 1

    @property
    def rule(self) -> Recurrence:
        return Recurrence(self.rhythm, self.month, Counted.WORKDAY, self.nth, self.ahead)


class Decided(Strict):
    matters: tuple[Matter, ...]
    obligations: tuple[Obligation, ...]


@cache
def decided() -> Decided:
    return read(HERE / "matters.toml", Decided)


def begin(session: Session, plan: Life, *, at: datetime, pace: Random) -> Document:
    """立项, at the secretary's desk."""
    assert isinstance(plan, Matter)
    by = me(session, pace.choice(holders(session, Role.SECRETARY)))
    matter = initiate.Matter(
        title=plan.title,
        source=plan.source,
        basis=plan.basis,
        required=plan.required,
        leader=called(session, plan.leader).id,
        lead=plan.lead,
        due_at=_in_days(at, plan.due),
        assistants=list(plan.assistants),
    )
    return initiate.initiate(session, matter, by=by, at=at)


def say_it_again(s: Scene) -> object:
    assert isinstance(s.plan, Matter)
    due = _in_days(s.at, ANEW_DAYS)
    return instruct_anew.instruct_anew(s.session, s.document, s.plan.anew, due, by=s.by, at=s.at)


def _in_days(at: datetime, days: int) -> datetime:
    return due_on(office_calendar().add_workdays(local_day(at), days))


DECIDED: Words = {"instruct-anew": (TaskKind.ACKNOWLEDGE, say_it_again)}


@dataclass
class Recurring:
    """定期报送: set up, and the clock makes a case at once of what is open by then."""

    plan: Obligation
    at: datetime
    steps: deque[Step]

    @classmethod
    def of(cls, plan: Obligation) -> "Recurring":
        pace = Random(plan.title)  # noqa: S311  the same story every time
        return cls(plan, morning(days_ago(today(), plan.ago), pace), deque([Step("oblige", 0)]))

    def step(self) -> None:
        self.steps.popleft()
        with unit_of_work() as session:
            chen = me(session, holders(session, Role.OFFICE_HEAD)[0])
            oblige.add(session, self._wanted(session), by=chen, at=self.at)
            session.flush()
            for document in oblige.open_due(session, self.at):
                lifecycle.settle(session, document, at=self.at)
            let_go(session, at=self.at)

    def _wanted(self, session: Session) -> oblige.Plan:
        one, leader = self.plan, called(session, self.plan.leader).id
        since = local_day(self.at)
        return oblige.Plan(one.title, one.basis, one.required, one.lead, leader, one.rule, since)
