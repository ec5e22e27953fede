"""场面: who does a step, when, and what asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from sqlmodel import Session

from flows.demo.plans import Letter, Life
from flows.demo.steps import Step
from models import delegations, tasks
from models.document import Document
from models.people import Me, Person, Role, find_uid, holders, me, to_person, wearers
from models.tasks import Task, TaskKind

# Who does what a word says: whoever is asked, one of a role, or the first whom the step names.
Who = TaskKind | Role | None


@dataclass
class Scene:
    """What an act is about, who does it, when; ``whom`` is what the step says behind its colon."""

    session: Session
    document: Document
    plan: Life
    by: Me
    at: datetime
    pace: Random
    whom: tuple[str, ...] = ()
    asked: Task | None = None

    @property
    def task(self) -> Task:
        """The task that asks for it.  Raises LookupError where nobody is asked."""
        if self.asked is None:
            raise LookupError(f"{self.plan.life}: nothing is asked")
        return self.asked

    @property
    def letter(self) -> Letter:
        """The paper's plan.  Raises LookupError where it did not come by post."""
        if not isinstance(self.plan, Letter):
            raise LookupError(f"{self.plan.title} is no letter")
        return self.plan

    def ids(self, uids: tuple[str, ...]) -> list[UUID]:
        return [called(self.session, uid).id for uid in uids]

    def hats(self, uids: tuple[str, ...]) -> list[str]:
        return [to_person(one) for one in self.ids(uids)]


Verb = Callable[[Scene], object]
Words = dict[str, tuple[Who, Verb]]


def set_scene(
    who: Who,
    step: Step,
    session: Session,
    document: Document,
    plan: Life,
    *,
    at: datetime,
    pace: Random,
) -> Scene:
    """Raises LookupError when nobody is asked."""
    task, people = _called_upon(session, document, who, step.whom)
    named = next((person for person in people if person.uid in step.whom), None)
    by = _at_work(session, named or pace.choice(people), document, task, at)
    return Scene(session, document, plan, by, at, pace, step.whom, task)


def called(session: Session, uid: str) -> Person:
    """Raises LookupError."""
    person = find_uid(session, uid)
    if person is None:
        raise LookupError(uid)
    return person


def _asked(session: Session, document: Document, kind: TaskKind, whom: tuple[str, ...]) -> Task:
    """The task of somebody whom the step names, else the first."""
    waiting = [task for task in tasks.open_tasks(session, document.id) if task.kind is kind]
    if not waiting:
        raise LookupError(f"{document.title}: nobody is asked for {kind}")
    theirs = (task for task in waiting if {one.uid for one in wearers(session, task.hat)} & set(whom))
    return next(theirs, waiting[0])


def _called_upon(
    session: Session, document: Document, who: Who, whom: tuple[str, ...]
) -> tuple[Task | None, list[Person]]:
    if isinstance(who, TaskKind):
        task = _asked(session, document, who, whom)
        return task, wearers(session, task.hat)
    return None, holders(session, who) if who else [called(session, whom[0])]


def _at_work(session: Session, person: Person, document: Document, task: Task | None, at: datetime) -> Me:
    """The person, or whoever stands in while he or she is away."""
    if task is None or delegations.is_away(session, person.id, at) is None:
        return me(session, person)
    other = delegations.substitute_of(session, person.id, task.hat, at, level=document.level)
    if other is None:
        raise LookupError(f"{person.uid} is away")
    return delegations.at_work(session, other, at).acting_for(person.id)
