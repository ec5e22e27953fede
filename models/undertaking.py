"""承办, what is owed: by the departments, by who reviews them, and by the people of their sub-cases."""

from sqlmodel import Session

from config.policy import policy
from models import deadlines, subcases
from models.assignments import Assignment, lead, pending_extension, silent
from models.document import Document
from models.people import Role, to_office, to_person, to_role
from models.tasks import Owed, TaskKind


def owed(session: Session, document: Document) -> list[Owed]:
    """Nothing once the case is closed; of the assistants nothing while the lead's report is reviewed."""
    leading = lead(session, document.id)
    if leading is None or leading.closed_at:
        return []
    if leading.completed_at:
        by = deadlines.due(leading.completed_at, policy().deadlines.reviewing)
        return [Owed(TaskKind.REVIEW, to_role(Role.SECRETARY), leading.id, by)]
    given = [_owed_for(one) for one in (leading, *silent(session, document.id))]
    return [*given, *_owed_an_answer(session, leading), *subcases.owed(session, leading.id)]


def unread_result(session: Session, document: Document) -> list[Owed]:
    """The instructing leader has been told and has not yet said that he knows."""
    leading = lead(session, document.id)
    if leading is None or leading.closed_at is None or leading.told_to is None or leading.known_at:
        return []
    return [Owed(TaskKind.ACKNOWLEDGE, to_person(leading.told_to), leading.id)]


def _owed_for(given: Assignment) -> Owed:
    office = to_office(given.office_code)
    if given.accepted_at is None:
        by = min(given.due_at, deadlines.due(given.begun_at, policy().deadlines.accepting))
        return Owed(TaskKind.ACCEPT, office, given.id, by)
    return Owed(TaskKind.COMPLETE if given.leads else TaskKind.ASSIST, office, given.id, given.due_at)


def _owed_an_answer(session: Session, leading: Assignment) -> list[Owed]:
    """The secretary decides whether there is more time."""
    asked = pending_extension(session, leading.id)
    if asked is None:
        return []
    by = deadlines.due(asked.at, policy().deadlines.deciding)
    return [Owed(TaskKind.DECIDE_EXTENSION, to_role(Role.SECRETARY), asked.id, by)]
