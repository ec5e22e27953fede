"""改规矩的影响: how many open tasks would show another light, and be reminded at the next morning mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from config.policy import Policy, policy
from models import deadlines
from models.inbox import Task, TaskKind
from models.reminders import reached, told
from models.workdays import office_calendar

# The tasks whose deadline is so many working days from the moment they were asked.
TERMS = {
    TaskKind.REGISTER: "registering",
    TaskKind.PROPOSE: "proposing",
    TaskKind.SIGN: "signing",
    TaskKind.COUNTERSIGN: "signing",
    TaskKind.CLAIM: "signing",
    TaskKind.HAND_OUT: "handing",
    TaskKind.TAKE_BACK: "handing",
    TaskKind.READ: "reading",
    TaskKind.ACCEPT: "accepting",
    TaskKind.REVIEW: "reviewing",
    TaskKind.DECIDE_EXTENSION: "deciding",
    TaskKind.DECIDE_SCOPE: "deciding",
    TaskKind.ARCHIVE: "archiving",
    TaskKind.WITNESS: "witnessing",
}
OF_TIME = {"deadlines", "reminders", "office_hours", "mail"}  # sections that move a light or a reminder


@dataclass(frozen=True)
class Effects:
    """Of ``open`` tasks with a deadline."""

    open: int
    due: int
    lights: int
    reminded: int
    no_longer: int


@dataclass(frozen=True)
class _State:
    due: datetime
    light: str
    owed: frozenset[int]


def effects(session: Session, new: Policy, *, at: datetime) -> Effects:
    """Each open task twice: by the policy in force, and by the new one."""
    tasks = session.exec(
        select(Task).where(col(Task.closed_at).is_(None), col(Task.due_at).is_not(None))
    ).all()
    reminded = told(session)
    terms = {task.id: _is_by_term(task) for task in tasks}
    before = [_state(task, terms[task.id], reminded[task.id], at) for task in tasks]
    with policy.held(new):
        after = [_state(task, terms[task.id], reminded[task.id], at) for task in tasks]
    pairs = list(zip(before, after, strict=True))
    return Effects(
        open=len(tasks),
        due=sum(old.due != one.due for old, one in pairs),
        lights=sum(old.light != one.light for old, one in pairs),
        reminded=sum(bool(one.owed) and not old.owed for old, one in pairs),
        no_longer=sum(bool(old.owed) and not one.owed for old, one in pairs),
    )


def _state(task: Task, by_term: bool, reminded: set[int], at: datetime) -> _State:
    due = _term(task) if by_term or task.due_at is None else task.due_at
    before = reminded if due == task.due_at else set()
    owed = reached(task, at, due) - before if task.kind in policy().mail.ask_for else set()
    return _State(due, office_calendar().left(due, at).light.value, frozenset(owed))


def _is_by_term(task: Task) -> bool:
    """Whether the deadline is the usual one: a date that somebody named moves with no rule."""
    return task.kind in TERMS and _term(task) == task.due_at


def _term(task: Task) -> datetime:
    days: int = getattr(policy().deadlines, TERMS[task.kind])
    return deadlines.due(task.opened_at, days)
