"""催办: before, on and after a deadline somebody is reminded, once for each of the policy's days."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, col, or_, select

from config.policy import policy
from models import escalation, letters
from models.database import Table, moment
from models.document import Document
from models.letters import LetterKind
from models.people import Person
from models.tasks import Task
from models.values import Level, local_day
from models.workdays import office_calendar


class Reminder(Table, table=True):
    """One reminder of one task.  ``day`` counts working days from the deadline: -1 the day before, 0 on it.

    ``due_at``: that deadline.  Once it is another, every day comes again.
    """

    task_id: UUID = Field(foreign_key="task.id", primary_key=True)
    day: int = Field(primary_key=True)
    at: datetime = moment()
    due_at: datetime | None = moment(default=None)


def remind(session: Session, at: datetime) -> None:
    """One mail for each open task that reached one of its days; none on a day the office rests.

    After a stop only the latest day that was reached is told, not every one that was missed.
    """
    if not office_calendar().is_workday(local_day(at)):
        return
    asked = col(Task.kind).in_(policy().mail.ask_for)
    waiting = select(Task).where(col(Task.closed_at).is_(None), col(Task.due_at).is_not(None), asked)
    before, latest = told(session), list[tuple[Task, int]]()
    for task in session.exec(waiting).all():
        if new := reached(task, at, task.due_at) - before[task.id]:
            for day in new:
                session.merge(Reminder(task_id=task.id, day=day, at=at, due_at=task.due_at))
            latest.append((task, max(new)))
    readers = _addressees(session, [task for task, _day in latest], at)
    for task, day in latest:
        _write(session, task, readers[task.id], day, at)


def _write(session: Session, task: Task, reached: list[Person], day: int, at: datetime) -> None:
    for person in escalation.whose_turn(session, task, reached, day):
        letters.write(session, person, LetterKind.REMIND, at=at, task_id=task.id)
    asked = {person.id for person in reached}
    for person in escalation.above(session, task, day, at):
        if person.id not in asked:
            letters.write(session, person, LetterKind.ESCALATE, at=at, task_id=task.id)


def _addressees(session: Session, tasks: list[Task], at: datetime) -> dict[UUID, list[Person]]:
    """All of one level in a few questions: while they are asked, nobody else can write."""
    of_document = select(Document.id, Document.level).where(
        col(Document.id).in_({task.document_id for task in tasks})
    )
    levels: dict[UUID | None, Level] = {one: Level(level) for one, level in session.exec(of_document)}
    levels[None] = Level.PUBLIC
    by_level: dict[Level, list[Task]] = defaultdict(list)
    for task in tasks:
        by_level[levels[task.document_id]].append(task)
    found: dict[UUID, list[Person]] = {}
    for level, alike in by_level.items():
        found |= letters.addressees(session, alike, level, at=at)
    return found


def reached(task: Task, at: datetime, due_at: datetime | None) -> set[int]:
    """The policy's days up to today that came after the task was opened."""
    calendar, rules = office_calendar(), policy().reminders
    if due_at is None:
        return set()
    due = local_day(due_at)
    today = calendar.workdays_between(due, local_day(at))
    opened = calendar.workdays_between(due, local_day(task.opened_at))
    wanted = {-days for days in rules.before} | set(rules.after) | set(escalation.rungs())
    return {day for day in wanted if opened < day <= today}


def told(session: Session) -> dict[UUID, set[int]]:
    """Of every open task, the days of its present deadline that somebody was reminded on."""
    found: dict[UUID, set[int]] = defaultdict(set)
    of_now = or_(col(Reminder.due_at).is_(None), col(Reminder.due_at) == Task.due_at)
    days = select(Reminder.task_id, Reminder.day).join(Task, col(Task.id) == Reminder.task_id)
    for task_id, day in session.exec(days.where(col(Task.closed_at).is_(None), of_now)):
        found[task_id].add(day)
    return found
