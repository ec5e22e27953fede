"""子事项, the facts: what the lead department asked of whom, what came of it, and what is owed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from models.database import moment
from models.errors import NotNow
from models.people import Me, to_person
from models.sealed import Sealed, sealed
from models.tasks import Owed, TaskKind


class SubCase(Sealed, table=True):
    """A question the lead department puts to people of its choice; closed when all answered, or with a reason."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    assignment_id: UUID = Field(foreign_key="assignment.id", index=True)
    matter: str = sealed()
    in_order: bool
    due_at: datetime = moment()
    by: UUID = Field(foreign_key="person.id")
    behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()
    closed_at: datetime | None = moment(default=None)
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")
    why: str = sealed(default="")


class Answer(Sealed, table=True):
    """One person's part in a sub-case; ``returned``: said to be somebody else's business."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    sub_case_id: UUID = Field(foreign_key="sub_case.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    rank: int
    person_id: UUID = Field(foreign_key="person.id")
    words: str = sealed(default="")
    returned: bool = False
    answered_at: datetime | None = moment(default=None)
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")


class OpenSubCases(NotNow):
    def __init__(self, many: int) -> None:
        super().__init__(_("还有{many}个子事项没有办结，办结或者终止后方可报告办结。", many=many))


def of_document(session: Session, document_id: UUID) -> list[SubCase]:
    """Oldest first, those of assignments that count no more too."""
    asked = select(SubCase).where(SubCase.document_id == document_id)
    return list(session.exec(asked.order_by(col(SubCase.at))))


def open_ones(session: Session, assignment_id: UUID) -> list[SubCase]:
    """Oldest first."""
    still = select(SubCase).where(SubCase.assignment_id == assignment_id, col(SubCase.closed_at).is_(None))
    return list(session.exec(still.order_by(col(SubCase.at))))


def answers(session: Session, sub_case_id: UUID) -> list[Answer]:
    """In order."""
    asked = select(Answer).where(Answer.sub_case_id == sub_case_id)
    return list(session.exec(asked.order_by(col(Answer.rank))))


def must_be_closed(session: Session, assignment_id: UUID) -> None:
    """Raises OpenSubCases, which says how many and not what about."""
    if still := open_ones(session, assignment_id):
        raise OpenSubCases(len(still))


def owed(session: Session, assignment_id: UUID) -> list[Owed]:
    """The answers that are waited for: in order the next one, else all of them."""
    found: list[Owed] = []
    for sub in open_ones(session, assignment_id):
        waiting = [one for one in answers(session, sub.id) if one.answered_at is None]
        for one in waiting[:1] if sub.in_order else waiting:
            found.append(Owed(TaskKind.ANSWER, to_person(one.person_id), one.id, sub.due_at))
    return found


def put_off(session: Session, document_id: UUID, later: Callable[[datetime], datetime]) -> None:
    """The deadlines of those that are open move on."""
    for sub in of_document(session, document_id):
        if sub.closed_at is None:
            sub.due_at = later(sub.due_at)
            session.add(sub)


def pass_on(session: Session, assignment_id: UUID, heir: UUID) -> None:
    """Another department leads now: what was asked is asked on its behalf."""
    for sub in open_ones(session, assignment_id):
        sub.assignment_id = heir
        session.add(sub)


def end_all(session: Session, document_id: UUID, why: str, *, by: Me, at: datetime) -> None:
    """The parent is closed: nobody waits for an answer any more."""
    for sub in of_document(session, document_id):
        if sub.closed_at is None:
            end(session, sub, why, by=by, at=at)


def end(session: Session, sub: SubCase, why: str, *, by: Me | None, at: datetime) -> None:
    sub.closed_at, sub.closed_by, sub.why = at, by.id if by else None, why
    session.add(sub)
