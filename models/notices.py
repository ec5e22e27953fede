"""通知: what a letter says when it leaves: a number, what is asked, by when, why, where.  Never a title (保密)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models import access, delegations, orders
from models.document import Document
from models.errors import NotFound
from models.inbox import is_for
from models.letters import Letter, LetterKind
from models.orders import DestructionOrder
from models.people import Me, Office, Person, Role
from models.tasks import Task, TaskKind
from models.values import SHANGHAI, to_the_minute
from models.workdays import office_calendar

# Why this person is told something about a document.
WHY = {
    LetterKind.CLOSED: "此件由您批示",
    LetterKind.CLOSED_SPECIALLY: "此件由您批示，或者经您授权办结",
    LetterKind.HANDED_OVER: "此件原由您所在部门承办",
    LetterKind.SUBCASE_RETURNED: "此件由您所在部门主办",
    LetterKind.EXPIRED: "您是办公室主任",
    LetterKind.CORRECTED: "此件批示由您代录",
}


OF_A_TASK = {LetterKind.REMIND: "remind", LetterKind.URGE: "urge"}


@dataclass(frozen=True)
class Notice:
    """``words`` names the template.  ``sign`` is the task that a one-time link may decide, as of ``version``."""

    words: str
    person: Person
    number: str
    path: str
    why: str
    asked: str = ""
    due: str = ""
    due_day: str = ""
    left: str = ""
    sign: Task | None = None
    version: int = 0


def notice(session: Session, letter: Letter, *, at: datetime) -> Notice | None:
    """None when nothing is left to say: done, not this person's any more, or not for these eyes."""
    reader = delegations.at_work(session, session.get_one(Person, letter.person_id), at)
    if not (reader.person.active and reader.person.mail):
        return None
    try:
        if letter.task_id:
            return _about_task(session, letter, session.get_one(Task, letter.task_id), reader, at)
        return _about_document(session, letter, reader)
    except NotFound:
        return None


def _about_task(session: Session, letter: Letter, task: Task, reader: Me, at: datetime) -> Notice | None:
    if task.closed_at or not is_for(task, reader):
        return None
    subject = _subject(session, task, reader)
    sign = task if task.kind is TaskKind.SIGN else None
    return Notice(
        words=OF_A_TASK.get(letter.kind, "sign" if sign else "task"),
        person=reader.person,
        number=subject.label if isinstance(subject, Document) else subject.number,
        path=_path(subject),
        why=_why(session, task.hat, reader),
        asked=task.kind.label,
        due=to_the_minute(task.due_at) if task.due_at else "",
        due_day=_day(task.due_at) if task.due_at else "",
        left=str(office_calendar().left(task.due_at, at)),
        sign=sign,
        version=subject.line if isinstance(subject, Document) else 0,
    )


def _about_document(session: Session, letter: Letter, reader: Me) -> Notice:
    if letter.document_id is None:
        raise NotFound()
    document = access.find(session, letter.document_id, reader)
    return Notice(letter.kind.value, reader.person, document.label, _path(document), WHY[letter.kind])


def _subject(session: Session, task: Task, reader: Me) -> Document | DestructionOrder:
    """Raises NotFound where a page would."""
    if task.document_id:
        return access.find(session, task.document_id, reader)
    return orders.find_order(session, task.subject, reader)


def _path(subject: Document | DestructionOrder) -> str:
    return f"/{'documents' if isinstance(subject, Document) else 'destruction-orders'}/{subject.id}"


def _why(session: Session, hat: str, reader: Me) -> str:
    """Why this person of all people."""
    if principal := reader.answering(hat).behalf_name:
        return f"您受{principal}委托代办"
    kind, _, value = hat.partition(":")
    if kind == "office":
        return f"您是{session.get_one(Office, value).name}的负责人或承办人"
    return f"您是{Role(value).label}" if kind == "role" else "此事由您本人办理"


def _day(moment: datetime) -> str:
    day = moment.astimezone(SHANGHAI)
    return f"{day.month}月{day.day}日"
