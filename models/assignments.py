"""承办·督办, the facts: who owes what by when, how far it is, and what was granted."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, col, select

from config.policy import policy
from models import deadlines, standing
from models.database import Table, lines, moment
from models.document import Document, next_number
from models.errors import NotNow, NotYours
from models.people import Me, Role, to_office, to_person, to_role
from models.tasks import Owed, TaskKind
from models.values import local_day


class Assignment(Table, table=True):
    """交办: what one department owes for one document.  One leads; the others assist.

    ``…_for`` is in whose place somebody signed; None where it was in his or her own.
    A dropped one was handed over: another department owes it instead.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    proposal_id: UUID = Field(foreign_key="proposal.id")
    number: str = Field(max_length=20)
    office_code: str = Field(foreign_key="office.code")
    leads: bool
    told_to: UUID | None = Field(default=None, foreign_key="person.id")
    begun_at: datetime = moment()
    due_at: datetime = moment()
    accepted_at: datetime | None = moment(default=None)
    accepted_by: UUID | None = Field(default=None, foreign_key="person.id")
    accepted_for: UUID | None = Field(default=None, foreign_key="person.id")
    handler_id: UUID | None = Field(default=None, foreign_key="person.id")
    result: str = ""
    completed_at: datetime | None = moment(default=None)
    completed_by: UUID | None = Field(default=None, foreign_key="person.id")
    completed_for: UUID | None = Field(default=None, foreign_key="person.id")
    review: str = ""
    points: list[str] = lines()
    closed_at: datetime | None = moment(default=None)
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")
    closed_for: UUID | None = Field(default=None, foreign_key="person.id")
    known_at: datetime | None = moment(default=None)
    dropped_at: datetime | None = moment(default=None)


class Progress(Table, table=True):
    """反馈: how far it is, in percent and words."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    assignment_id: UUID = Field(foreign_key="assignment.id", index=True)
    percent: int
    words: str
    by: UUID = Field(foreign_key="person.id")
    behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()


class Extension(Table, table=True):
    """延期: asked for before the deadline, with a reason, and decided by the secretary."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    assignment_id: UUID = Field(foreign_key="assignment.id", index=True)
    until: datetime = moment()
    words: str
    by: UUID = Field(foreign_key="person.id")
    behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()
    granted: bool | None = None
    answer: str = ""
    decided_at: datetime | None = moment(default=None)


class NotAssigned(NotYours):
    def __init__(self) -> None:
        super().__init__("此件不由您所在部门承办，或本部门尚未签收。")


class CompletedAlready(NotNow):
    def __init__(self) -> None:
        super().__init__("本部门已报告办结，正在审核；退回重办后方可再报。")


def assign(
    session: Session,
    document: Document,
    proposal_id: UUID,
    *,
    lead: str,
    assistants: list[str],
    due_at: datetime,
    told_to: UUID | None,
    at: datetime,
) -> None:
    """交办, once for each proposal and under a number of its own: the lead department and its assistants."""
    if assignments(session, document.id):
        return
    year = local_day(at).year
    number = f"督〔{year}〕{next_number(session, f'supervise:{year}')}号"
    for code in (lead, *assistants):
        session.add(
            Assignment(
                document_id=document.id,
                proposal_id=proposal_id,
                number=number,
                office_code=code,
                leads=code == lead,
                told_to=told_to if code == lead else None,
                begun_at=at,
                due_at=due_at,
            )
        )
    session.flush()


def assignments(session: Session, document_id: UUID) -> list[Assignment]:
    """Those that count, the lead department first."""
    given = select(Assignment).where(Assignment.document_id == document_id, *counting())
    return sorted(session.exec(given), key=lambda one: (not one.leads, one.office_code))


def counting() -> tuple[ColumnElement[bool], ...]:
    """For a query: not handed over, and of a proposal that stands."""
    return col(Assignment.dropped_at).is_(None), standing.stands(Assignment.proposal_id)


def earlier_assignments(session: Session, document_id: UUID) -> list[Assignment]:
    """What departments were given before and owe no more; the oldest first."""
    count = {one.id for one in assignments(session, document_id)}
    given = select(Assignment).where(Assignment.document_id == document_id)
    old = [one for one in session.exec(given) if one.id not in count]
    return sorted(old, key=lambda one: (one.begun_at, not one.leads, one.office_code))


def lead(session: Session, document_id: UUID) -> Assignment | None:
    return next((one for one in assignments(session, document_id) if one.leads), None)


def accepted_assignment(session: Session, document: Document, by: Me) -> Assignment:
    """The accepted assignment of the department that ``by`` speaks for.  Raises NotAssigned, CompletedAlready."""
    for assignment in assignments(session, document.id):
        if assignment.accepted_at and to_office(assignment.office_code) in by.answers:
            if assignment.completed_at and assignment.closed_at is None:
                raise CompletedAlready()
            return assignment
    raise NotAssigned()


def reports(session: Session, assignment_id: UUID) -> list[Progress]:
    """Oldest first."""
    told = select(Progress).where(Progress.assignment_id == assignment_id).order_by(col(Progress.at))
    return list(session.exec(told))


def extensions(session: Session, assignment_id: UUID) -> list[Extension]:
    """Oldest first."""
    asked = select(Extension).where(Extension.assignment_id == assignment_id).order_by(col(Extension.at))
    return list(session.exec(asked))


def pending_extension(session: Session, assignment_id: UUID) -> Extension | None:
    return next((one for one in extensions(session, assignment_id) if one.granted is None), None)


def owed(session: Session, document: Document) -> list[Owed]:
    """What the departments and the reviewing secretary owe; nothing once the case is closed."""
    leading = lead(session, document.id)
    if leading is None or leading.closed_at:
        return []
    return [one for given in assignments(session, document.id) for one in _owed_for(session, given)]


def unread_result(session: Session, document: Document) -> list[Owed]:
    """The instructing leader has been told and has not yet said that he knows."""
    leading = lead(session, document.id)
    if leading is None or leading.closed_at is None or leading.told_to is None or leading.known_at:
        return []
    return [Owed(TaskKind.ACKNOWLEDGE, to_person(leading.told_to), leading.id)]


def _owed_for(session: Session, given: Assignment) -> list[Owed]:
    days, office = policy().deadlines, to_office(given.office_code)
    if given.accepted_at is None:
        by = min(given.due_at, deadlines.due(given.begun_at, days.accepting))
        return [Owed(TaskKind.ACCEPT, office, given.id, by)]
    if not given.leads:
        return []
    if given.completed_at:
        reviewed_by = deadlines.due(given.completed_at, days.reviewing)
        return [Owed(TaskKind.REVIEW, to_role(Role.SECRETARY), given.id, reviewed_by)]
    asked = pending_extension(session, given.id)
    answer_by = deadlines.due(asked.at, days.deciding) if asked else None
    answer = [Owed(TaskKind.DECIDE_EXTENSION, to_role(Role.SECRETARY), asked.id, answer_by)] if asked else []
    return [Owed(TaskKind.COMPLETE, office, given.id, given.due_at), *answer]
