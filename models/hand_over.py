"""转办: a department's assignment, or a reader's turn, goes to another; the number of those who owe stays the same."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from models import ledger, letters, subcases
from models.addressees import must_reach
from models.assignments import Assignment, assignments, names, pending_extension
from models.database import moment
from models.document import Document
from models.errors import Malformed, NotNow, NotYours
from models.letters import LetterKind
from models.people import Me, Person, Role, roles_of, to_office, to_person
from models.readings import Reading, readings
from models.sealed import Sealed, sealed
from models.stages import Move
from models.values import words


class HandOver(Sealed, table=True):
    """``what`` was given up, an assignment or a reading; ``heir`` is the one that took its place."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    what: UUID
    heir: UUID
    why: str = sealed()
    by: UUID = Field(foreign_key="person.id")
    behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()


class NotYoursToHandOver(NotYours):
    def __init__(self) -> None:
        super().__init__(_("转办由承办部门的负责人或机要秘书办理。"))


class NoReadingOfYours(NotYours):
    def __init__(self) -> None:
        super().__init__(_("此件没有待您阅签的传阅，不能转交。"))


class DoneAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("该部门已反馈或报告办结，不能再转办。"))


def hand_over(
    session: Session, document: Document, assignment_id: UUID, office: str, why: str, *, by: Me, at: datetime
) -> Assignment:
    """转办 of an assignment, accepted or not, by the department's own head or the secretary.

    Raises NotYoursToHandOver, DoneAlready, Malformed (no such department, nobody cleared there, owes already).
    """
    old = next((one for one in assignments(session, document.id) if one.id == assignment_id), None)
    if old is None:
        raise Malformed(_("请选择要转办的承办部门。"), "assignment_id")
    if not may_hand_over(session, old, by):
        raise NotYoursToHandOver()
    if old.completed_at:
        raise DoneAlready()
    _check_office(session, document, office)
    new = _heir(old, office, at)
    old.dropped_at = at
    session.add_all([old, new])
    session.flush()
    _note(session, document, old.id, new.id, words(why, 500, _("转办理由"), field="words"), by, at)
    _pass_on(session, old, new, at)
    letters.tell(session, to_office(old.office_code), LetterKind.HANDED_OVER, document.id, at=at)
    told = f"{names(session, [old])}转{names(session, [new])}"
    ledger.move(session, document, Move.HAND_OVER, by=by, at=at, why=told)
    return new


def hand_reading_over(
    session: Session, document: Document, colleague: UUID, why: str, *, by: Me, at: datetime
) -> Reading:
    """转交 of my turn to read; a paper copy comes home first.  Raises NoReadingOfYours, Malformed."""
    old = my_reading(session, document, by)
    if old is None:
        raise NoReadingOfYours()
    [found] = must_reach(session, document, [to_person(colleague)], field="colleague")
    if colleague in {one.reader_id for one in readings(session, document.id)}:
        raise Malformed(_("{found}已在传阅名单中，请另选一位。", found=found.name), "colleague")
    new = Reading(document_id=document.id, proposal_id=old.proposal_id, rank=old.rank, reader_id=colleague)
    old.dropped_at = at
    session.add_all([old, new])
    session.flush()
    _note(session, document, old.id, new.id, words(why, 500, _("转交理由"), field="words"), by, at)
    told = f"第{old.rank}位：{session.get_one(Person, old.reader_id).name}转{found.name}"
    ledger.move(session, document, Move.HAND_OVER, by=by, at=at, why=told)
    return new


def may_hand_over(session: Session, given: Assignment, by: Me) -> bool:
    if Role.SECRETARY in by.roles:
        return True
    speaks = to_office(given.office_code) in by.answers
    return speaks and Role.DEPARTMENT_HEAD in roles_of(session, by.behalf_of or by.id)


def my_reading(session: Session, document: Document, by: Me) -> Reading | None:
    """The turn that waits for ``by``, or for whom he or she stands in."""
    sheet = readings(session, document.id)
    return next(
        (one for one in sheet if one.read_at is None and to_person(one.reader_id) in by.answers), None
    )


def hand_overs(session: Session, document_id: UUID) -> list[HandOver]:
    """Oldest first."""
    given = select(HandOver).where(HandOver.document_id == document_id)
    return list(session.exec(given.order_by(col(HandOver.at))))


def _check_office(session: Session, document: Document, office: str) -> None:
    [found] = must_reach(session, document, [to_office(office)], field="office")
    if office in {one.office_code for one in assignments(session, document.id)}:
        raise Malformed(
            _("{found}已承办此件，转给它会使承办部门减少，请另选部门。", found=found.name), "office"
        )


def _heir(old: Assignment, office: str, at: datetime) -> Assignment:
    return Assignment(
        document_id=old.document_id,
        proposal_id=old.proposal_id,
        number=old.number,
        office_code=office,
        leads=old.leads,
        told_to=old.told_to,
        begun_at=at,
        due_at=old.due_at,
    )


def _pass_on(session: Session, old: Assignment, new: Assignment, at: datetime) -> None:
    """What hung on the old assignment: its sub-cases go on, its request for time is for the new one to repeat."""
    subcases.pass_on(session, old.id, new.id)
    if asked := pending_extension(session, old.id):
        asked.granted, asked.answer, asked.decided_at = False, "已转办，由新的承办部门另行申请", at
        session.add(asked)


def _note(
    session: Session, document: Document, what: UUID, heir: UUID, why: str, by: Me, at: datetime
) -> None:
    session.add(
        HandOver(
            document_id=document.id, what=what, heir=heir, why=why, by=by.id, behalf_of=by.behalf_of, at=at
        )
    )
