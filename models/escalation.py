"""逐级提醒: 承办人, 部门负责人, 办公室主任, 分管领导: who hears of what is overdue, and from which day on."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session

from config.policy import policy
from models import rulebooks
from models.assignments import Assignment
from models.inbox import Task
from models.people import Person, Role, find_uid, holders, to_office, to_person, wearers
from models.values import local_day


def rungs() -> tuple[int, ...]:
    """The days overdue on which another rung of the ladder hears of it."""
    rules = policy().reminders
    return rules.tell_department_head_after, rules.tell_office_head_after, rules.tell_leader_after


def whose_turn(session: Session, task: Task, reached: Collection[Person], day: int) -> list[Person]:
    """Of those a mail reaches: a named handler and the substitutes alone, until the head's day comes."""
    assignment = session.get(Assignment, task.about)
    handler = assignment.handler_id if assignment else None
    if day >= policy().reminders.tell_department_head_after or handler not in {one.id for one in reached}:
        return list(reached)
    colleagues = {one.id for one in wearers(session, task.hat)} - {handler}
    return [one for one in reached if one.id not in colleagues]


def above(session: Session, task: Task, day: int, at: datetime) -> list[Person]:
    """Who is not asked, and hears on this day that it is overdue; each once."""
    rules, found = policy().reminders, list[Person]()
    if day >= rules.tell_office_head_after:
        found += holders(session, Role.OFFICE_HEAD)
    if day >= rules.tell_leader_after:
        found += _in_charge(session, task, at)
    return list({person.id: person for person in found}.values())


def _in_charge(session: Session, task: Task, at: datetime) -> Iterable[Person]:
    """Of what a department owes: the leader who gave the instruction, else whose duty the department is."""
    office = task.hat.partition(":")[2]
    if to_office(office) != task.hat:
        return []
    assignment = session.get(Assignment, task.about)
    if assignment and assignment.told_to:
        return wearers(session, to_person(assignment.told_to))
    duty = rulebooks.in_force(session, at=at).rules.in_charge("", office, local_day(at))
    leader = find_uid(session, duty.leader) if duty else None
    return [leader] if leader and leader.active else []
