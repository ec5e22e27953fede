"""催办: before, on and after a deadline somebody is reminded, once for each of the policy's days."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, col, select

from config.policy import policy
from models import letters
from models.database import Table, moment
from models.document import Document
from models.letters import LetterKind
from models.people import Person
from models.tasks import Task
from models.values import Level, local_day
from models.workdays import office_calendar


class Reminder(Table, table=True):
    """One reminder of one task.  ``day`` counts working days from the deadline: -1 the day before, 0 on it."""

    task_id: UUID = Field(foreign_key="task.id", primary_key=True)
    day: int = Field(primary_key=True)
    at: datetime = moment()


def remind(session: Session, at: datetime) -> None:
    """One mail for each open task that reached one of its days; none on a day the office rests.

    After a stop only the latest day that was reached is told, not every one that was missed.
    """
    if not office_calendar().is_workday(local_day(at)):
        return
    asked = col(Task.kind).in_(policy().mail.ask_for)
    waiting = select(Task).where(col(Task.closed_at).is_(None), col(Task.due_at).is_not(None), asked)
    for task in session.exec(waiting):
        if new := _reached(task, at) - _told(session, task):
            session.add_all([Reminder(task_id=task.id, day=day, at=at) for day in new])
            for person in _addressees(session, task, at):
                letters.write(session, person, LetterKind.REMIND, at=at, task_id=task.id)


def _addressees(session: Session, task: Task, at: datetime) -> list[Person]:
    document = session.get(Document, task.document_id) if task.document_id else None
    level = document.level if document else Level.PUBLIC
    return letters.addressees(session, [task], level, at=at)[task.id]


def _reached(task: Task, at: datetime) -> set[int]:
    """The policy's days up to today that came after the task was opened."""
    calendar, rules = office_calendar(), policy().reminders
    if task.due_at is None:
        return set()
    due = local_day(task.due_at)
    today = calendar.workdays_between(due, local_day(at))
    opened = calendar.workdays_between(due, local_day(task.opened_at))
    wanted = {-days for days in rules.before} | set(rules.after)
    return {day for day in wanted if opened < day <= today}


def _told(session: Session, task: Task) -> set[int]:
    return set(session.exec(select(Reminder.day).where(Reminder.task_id == task.id)))
