"""子事项: the lead department asks named people, one after the other or all at once; the parent waits for them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _
from models import ledger, letters, subcases, tasks
from models.addressees import must_reach
from models.assignments import Assignment, accepted_assignment
from models.document import Document
from models.errors import Malformed, NotFound, NotNow, NotYours
from models.letters import LetterKind
from models.people import Me, to_office, to_person
from models.stages import Move
from models.subcases import Answer, SubCase
from models.tasks import TaskKind
from models.values import on_paper, words

MOST_PEOPLE = 20


class NotTheLead(NotYours):
    def __init__(self) -> None:
        super().__init__(_("子事项由主办部门设立。"))


class NotYourSubCase(NotYours):
    def __init__(self) -> None:
        super().__init__(_("子事项由设立的人或主办部门终止。"))


class ClosedAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这个子事项已经办结。"))


def open_sub_case(
    session: Session,
    document: Document,
    matter: str,
    people: Sequence[UUID],
    due_at: datetime,
    *,
    in_order: bool,
    by: Me,
    at: datetime,
) -> SubCase:
    """立子事项.  Raises NotAssigned, CompletedAlready, NotTheLead, Malformed (nobody, twice, not cleared, too late)."""
    assignment = accepted_assignment(session, document, by)
    if not assignment.leads:
        raise NotTheLead()
    _check_people(session, document, people)
    _check_due(assignment, due_at, at)
    sub = SubCase(
        document_id=document.id,
        assignment_id=assignment.id,
        matter=words(matter, 500, _("子事项内容"), field="matter"),
        in_order=in_order,
        due_at=due_at,
        by=by.id,
        behalf_of=by.behalf_of,
        at=at,
    )
    session.add(sub)
    session.flush()
    session.add_all(
        [
            Answer(sub_case_id=sub.id, document_id=document.id, rank=rank, person_id=one)
            for rank, one in enumerate(people, start=1)
        ]
    )
    ledger.move(session, document, Move.OPEN_SUBCASE, by=by, at=at, why=f"{len(people)}人")
    return sub


def answer(
    session: Session,
    document: Document,
    answer_id: UUID,
    told: str,
    *,
    returned: bool = False,
    by: Me,
    at: datetime,
) -> Answer:
    """答复子事项, or 退回: not mine to answer.  The last answer closes the sub-case, a return leaves it to its opener.

    With the last of them closed the lead department can report completion, and hears so.

    Raises NothingToDo, SomebodyElses, Malformed.
    """
    task = tasks.take(session, document.id, TaskKind.ANSWER, by, about=answer_id)
    tasks.close(session, task, by, at=at)
    mine = session.get_one(Answer, task.about)
    sub = session.get_one(SubCase, mine.sub_case_id)
    if sub.closed_at:
        raise ClosedAlready()
    mine.words = words(told, 2000, _("退回理由") if returned else _("答复"), field="words")
    mine.returned, mine.answered_at, mine.answered_by = returned, at, by.id
    session.add(mine)
    ledger.move(session, document, Move.ANSWER, by=by, at=at, why="退回" if returned else "")
    if returned:
        _tell_the_lead(session, sub, LetterKind.SUBCASE_RETURNED, at)
    elif all(one.answered_at and not one.returned for one in subcases.answers(session, sub.id)):
        subcases.end(session, sub, "", by=ledger.ENGINE, at=at)
        ledger.move(session, document, Move.CLOSE_SUBCASE, by=ledger.ENGINE, at=at, why="均已答复")
        if not subcases.open_ones(session, sub.assignment_id):
            _tell_the_lead(session, sub, LetterKind.SUBCASES_CLOSED, at)
    return mine


def close_sub_case(
    session: Session, document: Document, sub_case_id: UUID, why: str, *, by: Me, at: datetime
) -> SubCase:
    """Ended by who opened it, or by the department that leads now.  Raises NotFound, NotYourSubCase, ClosedAlready."""
    sub = session.get(SubCase, sub_case_id)
    if sub is None or sub.document_id != document.id:
        raise NotFound()
    if not may_close(session, sub, by):
        raise NotYourSubCase()
    if sub.closed_at:
        raise ClosedAlready()
    subcases.end(session, sub, words(why, 500, _("终止理由"), field="words"), by=by, at=at)
    ledger.move(session, document, Move.CLOSE_SUBCASE, by=by, at=at, why="终止")
    return sub


def may_close(session: Session, sub: SubCase, by: Me) -> bool:
    leading = session.get_one(Assignment, sub.assignment_id)
    return sub.by == by.id or to_office(leading.office_code) in by.answers


def _check_people(session: Session, document: Document, people: Sequence[UUID]) -> None:
    if not 1 <= len(people) <= MOST_PEOPLE:
        raise Malformed(_("请选择1至{most_people}位答复人。", most_people=MOST_PEOPLE), "people")
    if len(set(people)) < len(people):
        raise Malformed(_("答复人有重复，请去掉重复的人选。"), "people")
    must_reach(session, document, [to_person(one) for one in people], field="people")


def _check_due(assignment: Assignment, due_at: datetime, at: datetime) -> None:
    if not at < due_at <= assignment.due_at:
        raise Malformed(
            _("子事项的时限应晚于现在，且不晚于主办时限{due_at}。", due_at=on_paper(assignment.due_at)),
            "due_date",
        )


def _tell_the_lead(session: Session, sub: SubCase, kind: LetterKind, at: datetime) -> None:
    """Of a return: nobody is asked instead, the lead department ends the sub-case or opens another."""
    leading = session.get_one(Assignment, sub.assignment_id)
    office = to_office(leading.office_code)
    letters.tell(session, office, kind, sub.document_id, at=at)
