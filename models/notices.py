"""通知: what a letter says when it leaves: a number, what is asked, by when, why, where.  Never a title (保密)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from config.language import _, each
from models import access, delegations, grants, orders
from models.document import Document
from models.errors import NotFound
from models.inbox import is_for
from models.letters import Letter, LetterKind
from models.orders import DestructionOrder
from models.people import Me, Office, Person, Role
from models.tasks import Task, TaskKind
from models.values import SHANGHAI, local_day, to_the_minute
from models.workdays import office_calendar

# Why this person is told something about a document.
WHY = each(
    {
        LetterKind.CLOSED: "此件由您批示",
        LetterKind.CLOSED_SPECIALLY: "此件由您批示，或者经您授权办结",
        LetterKind.HANDED_OVER: "此件原由您所在部门承办",
        LetterKind.SUBCASE_RETURNED: "此件由您所在部门主办",
        LetterKind.SUBCASES_CLOSED: "此件由您所在部门主办",
        LetterKind.EXPIRED: "您是办公室主任",
        LetterKind.POINTER: "您回复了系统邮件",
        LetterKind.CORRECTED: "此件批示由您代录",
        LetterKind.ACCOUNT_RESCUED: "您是管理员",
        LetterKind.FACTOR_RESET: "这是您的账号",
        LetterKind.RIGHTS_ASKED: "此项由您确认",
        LetterKind.CLOCK_HELD: "您是管理员",
        LetterKind.DRILL_FAILED: "您是管理员",
    }
)
OF_AN_ACCOUNT = {  # and where to look
    LetterKind.ACCOUNT_RESCUED: "/",
    LetterKind.FACTOR_RESET: "/account",
    LetterKind.POINTER: "/",
    LetterKind.RIGHTS_ASKED: "/people",
    LetterKind.CLOCK_HELD: "/clock",
    LetterKind.DRILL_FAILED: "/backups",
}
OUTCOME = each(
    {  # how a line of the digest says it
        LetterKind.CLOSED: "已办结",
        LetterKind.CLOSED_SPECIALLY: "已特殊办结",
        LetterKind.HANDED_OVER: "已转其他部门承办",
        LetterKind.SUBCASE_RETURNED: "子事项被退回",
        LetterKind.SUBCASES_CLOSED: "子事项均已办结",
        LetterKind.EXPIRED: "签批逾期",
        LetterKind.CORRECTED: "代录批示有更正",
        LetterKind.RIGHTS_ASKED: "权限变更待您确认",
    }
)
OF_A_TASK = {LetterKind.REMIND: "remind", LetterKind.URGE: "urge"}


@dataclass(frozen=True)
class Notice:
    """``words`` names the template.  ``sign`` is the task that a one-time link may decide, as of ``version``.

    ``late``, ``today``: how the task stands in the digest, where each ``key`` comes once.
    """

    words: str
    person: Person
    number: str
    path: str
    why: str
    asked: str = ""
    due: str = ""
    due_day: str = ""
    left: str = ""
    task: Task | None = None
    late: bool = False
    today: bool = False
    sign: Task | None = None
    version: int = 0

    @property
    def key(self) -> str:
        return f"{self.task.id if self.task else self.words} {self.path}"


def notice(session: Session, letter: Letter, *, at: datetime) -> Notice | None:
    """None when nothing is left to say: done, not this person's any more, or not for these eyes."""
    reader = delegations.at_work(session, session.get_one(Person, letter.person_id), at)
    if not (reader.person.active and reader.person.mail):
        return None
    try:
        if letter.task_id:
            task = session.get_one(Task, letter.task_id)
            if letter.kind is LetterKind.ESCALATE:
                return _from_above(session, task, reader, at)
            return of_task(session, task, reader, at, OF_A_TASK.get(letter.kind, ""))
        if letter.kind is LetterKind.RIGHTS_ASKED and not grants.waiting_for(session, reader, at=at):
            return None
        if place := OF_AN_ACCOUNT.get(letter.kind):
            return Notice(letter.kind.value, reader.person, "", place, WHY[letter.kind])
        return _about_document(session, letter, reader)
    except NotFound:
        return None


def of_task(session: Session, task: Task, reader: Me, at: datetime, words: str = "") -> Notice | None:
    """What to say of a task to whom it is asked of; None when it is done or another's.  Raises NotFound."""
    if task.closed_at or not is_for(task, reader):
        return None
    sign = task if task.kind is TaskKind.SIGN else None
    told = _told(
        session, task, reader, at, words or ("sign" if sign else "task"), _why(session, task.hat, reader)
    )
    return replace(told, sign=sign)


def of_waiting(session: Session, task: Task, reader: Me, at: datetime) -> Notice | None:
    """The same; None too where it waits for a department of which not everybody is cleared for it."""
    try:
        return of_task(session, task, reader, at)
    except NotFound:
        return None


def _from_above(session: Session, task: Task, reader: Me, at: datetime) -> Notice | None:
    """What to say to somebody who is not asked, and answers for it that it is done."""
    if task.closed_at or is_for(task, reader):
        return None
    why = _("您是办公室主任") if Role.OFFICE_HEAD in reader.roles else _("此件由您批示，或者由您分管")
    return _told(session, task, reader, at, "escalate", why)


def _told(session: Session, task: Task, reader: Me, at: datetime, words: str, why: str) -> Notice:
    subject, due = _subject(session, task, reader), task.due_at
    return Notice(
        words=words,
        person=reader.person,
        number=subject.label if isinstance(subject, Document) else subject.number,
        path=_path(subject),
        why=why,
        asked=task.kind.label,
        due=to_the_minute(due) if due else "",
        due_day=_day(due) if due else "",
        left=str(office_calendar().left(due, at)),
        task=task,
        late=due is not None and due < at,
        today=due is not None and local_day(due) == local_day(at),
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
        return _("您受{principal}委托代办", principal=principal)
    kind, _colon, value = hat.partition(":")
    if kind == "office":
        return _("您是{get_one}的负责人或承办人", get_one=session.get_one(Office, value).name)
    return _("您是{role}", role=Role(value).label) if kind == "role" else _("此事由您本人办理")


def _day(moment: datetime) -> str:
    day = moment.astimezone(SHANGHAI)
    return _("{month}月{day}日", month=day.month, day=day.day)
