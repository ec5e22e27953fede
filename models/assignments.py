"""承办·督办, the facts: who owes what by when, how far it is, and what was granted."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Index
from sqlmodel import Field, Session, col, select

from config.language import _
from models import standing
from models.database import moment
from models.document import Document, next_number
from models.errors import NotNow, NotYours
from models.people import Me, Office, to_office
from models.sealed import Sealed, sealed
from models.values import local_day

COUNTED = ("leads", "dropped_at", "document_id", "proposal_id", "office_code", "told_to")


class Assignment(Sealed, table=True):
    """交办: what one department owes for one document.  One leads; the others assist.

    ``result`` and ``completed_at`` are the lead's report or an assistant's contribution; ``without`` is the lead's
    word why it reported before all assistants had answered.
    ``…_for`` is in whose place somebody signed; None where it was in his or her own.
    A dropped one was handed over: another department owes it instead.

    What the board counts stands whole in two indexes, so that a year of it is read without a look at the rows.
    """

    __table_args__ = (
        Index("ix_assignment_closed", "closed_at", *COUNTED, "begun_at", "due_at", "completed_at"),
        Index("ix_assignment_begun", "begun_at", *COUNTED),
    )
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    proposal_id: UUID = Field(foreign_key="proposal.id")
    number: str = Field(max_length=20)
    office_code: str = Field(foreign_key="office.code", index=True)
    leads: bool
    told_to: UUID | None = Field(default=None, foreign_key="person.id")
    begun_at: datetime = moment()
    due_at: datetime = moment()
    accepted_at: datetime | None = moment(default=None)
    accepted_by: UUID | None = Field(default=None, foreign_key="person.id")
    accepted_for: UUID | None = Field(default=None, foreign_key="person.id")
    handler_id: UUID | None = Field(default=None, foreign_key="person.id")
    result: str = sealed(default="")
    completed_at: datetime | None = moment(default=None)
    completed_by: UUID | None = Field(default=None, foreign_key="person.id")
    completed_for: UUID | None = Field(default=None, foreign_key="person.id")
    without: str = sealed(default="")
    review: str = sealed(default="")
    points: list[str] = sealed(list, default_factory=list)
    closed_at: datetime | None = moment(default=None)
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")
    closed_for: UUID | None = Field(default=None, foreign_key="person.id")
    specially: bool = False
    known_at: datetime | None = moment(default=None)
    dropped_at: datetime | None = moment(default=None)


class Progress(Sealed, table=True):
    """反馈: how far it is, in percent and words."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    assignment_id: UUID = Field(foreign_key="assignment.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    percent: int
    words: str = sealed()
    by: UUID = Field(foreign_key="person.id")
    behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()


class Extension(Sealed, table=True):
    """延期: asked for before the deadline, with a reason, and decided by the secretary."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    assignment_id: UUID = Field(foreign_key="assignment.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    until: datetime = moment()
    words: str = sealed()
    by: UUID = Field(foreign_key="person.id")
    behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()
    granted: bool | None = None
    answer: str = sealed(default="")
    decided_at: datetime | None = moment(default=None)


class AnsweredAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("本部门已反馈协办意见。"))


class NotAssigned(NotYours):
    def __init__(self) -> None:
        super().__init__(_("此件不由您所在部门承办，或本部门尚未签收。"))


class CompletedAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("本部门已报告办结，正在审核；退回重办后方可再报。"))


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
    """The accepted assignment of the department that ``by`` speaks for, as long as work on it goes on.

    Raises NotAssigned, CompletedAlready, AnsweredAlready.
    """
    for assignment in assignments(session, document.id):
        if assignment.accepted_at and to_office(assignment.office_code) in by.answers:
            if assignment.completed_at and assignment.closed_at is None:
                raise CompletedAlready() if assignment.leads else AnsweredAlready()
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


def silent(session: Session, document_id: UUID) -> list[Assignment]:
    """The assistants that have not said what they contribute, accepted or not."""
    given = assignments(session, document_id)
    return [one for one in given if not one.leads and one.completed_at is None]


def names(session: Session, given: Iterable[Assignment]) -> str:
    """院感科、护理部."""
    return "、".join(session.get_one(Office, one.office_code).name for one in given)


def put_off(session: Session, document: Document, later: Callable[[datetime], datetime]) -> None:
    """Every deadline that is not met yet moves on, and so does every day that was asked for."""
    for given in assignments(session, document.id):
        if given.closed_at is None:
            given.due_at = later(given.due_at)
        if asked := pending_extension(session, given.id):
            asked.until = later(asked.until)
            session.add(asked)
        session.add(given)
