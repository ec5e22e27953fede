"""信件: mails owed to people.  A letter knows whom and what about; its words are made when it leaves."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.policy import policy
from models import delegations, haste, mail_wishes, outbox
from models.access import may_know
from models.database import Table, moment, word
from models.document import Document
from models.haste import Haste
from models.inbox import Task
from models.people import Person, wearers, wearers_of
from models.values import Labelled, Level, Urgency


class LetterKind(Labelled):
    """What a letter is for."""

    ASK = "ask", "待办通知"
    REMIND = "remind", "到期提醒"
    ESCALATE = "escalate", "超期抄告"
    DIGEST = "digest", "每日汇总"
    POINTER = "pointer", "回信指引"
    URGE = "urge", "催办"
    CLOSED = "closed", "办结告知"
    EXPIRED = "expired", "超期告知"
    CORRECTED = "corrected", "更正告知"
    CLOSED_SPECIALLY = "closed-specially", "特殊办结告知"
    HANDED_OVER = "handed-over", "转办告知"
    SUBCASES_CLOSED = "subcases-closed", "子事项办结告知"
    SUBCASE_RETURNED = "subcase-returned", "子事项退回告知"
    ACCOUNT_RESCUED = "account-rescued", "账号恢复告知"
    FACTOR_RESET = "factor-reset", "第二因素重置告知"
    RIGHTS_ASKED = "rights-asked", "请确认权限变更"
    CLOCK_HELD = "clock-held", "服务器时钟有误"
    DRILL_FAILED = "drill-failed", "恢复演练没有通过"


class Letter(Table, table=True):
    """One mail to one person about a task or a document.  Dropped: when its turn came nothing was left to say.

    ``waits``: for the next 每日摘要, which is itself a letter and stands in ``digest_id`` once it is made.
    ``any_hour``: leaves at night too.  ``bounce``: the status that a mail server sent back, such as 5.1.1.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: LetterKind = word(LetterKind)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    task_id: UUID | None = Field(default=None, index=True)
    document_id: UUID | None = Field(default=None, foreign_key="document.id", index=True)
    written_at: datetime = moment()
    sent_at: datetime | None = moment(default=None)
    dropped_at: datetime | None = moment(default=None)
    waits: bool = False
    any_hour: bool = False
    digest_id: UUID | None = Field(default=None, index=True)
    bounced_at: datetime | None = moment(default=None)
    bounce: str = Field(default="", max_length=20)


def ask(session: Session, tasks: Collection[Task], document: Document | None, *, at: datetime) -> None:
    """Tell whoever may answer each task, where the policy wants a mail for such a one."""
    worth = [task for task in tasks if task.kind in policy().mail.ask_for]
    if not worth:
        return
    spared = mail_wishes.without(session, mail_wishes.NEWS)
    reached = addressees(session, worth, document.level if document else Level.PUBLIC, at=at)
    for task in worth:
        how = haste_of(task, document, at)
        for person in reached[task.id]:
            if how is not Haste.MORNING or person.id not in spared:
                write(session, person, LetterKind.ASK, at=at, how=how, task_id=task.id)


def haste_of(task: Task, document: Document | None, at: datetime) -> Haste:
    """How soon somebody should hear of a task."""
    return haste.of(document.urgency if document else Urgency.ROUTINE, task.due_at, at)


def addressees(
    session: Session, tasks: Collection[Task], level: Level, *, at: datetime
) -> dict[UUID, list[Person]]:
    """Whom a mail about each task reaches: the people behind its hat and their substitutes, cleared for ``level``."""
    behind = wearers_of(session, {task.hat for task in tasks})
    principals = {person.id for people in behind.values() for person in people}
    lent = delegations.substitutes(session, behind, principals, level, at)
    found: dict[UUID, list[Person]] = {}
    for task in tasks:
        standing_in = lent[task.hat] if task.may_be_lent else []
        named = {person.id: person for person in (*behind[task.hat], *standing_in)}
        found[task.id] = [person for person in named.values() if person.clearance.rank >= level.rank]
    return found


def tell(session: Session, hat: str, kind: str, document_id: UUID, *, at: datetime) -> None:
    """Tell the people behind ``hat`` something about a document, if they are cleared for it and want to hear it."""
    document = session.get_one(Document, document_id)
    spared = mail_wishes.without(session, mail_wishes.TOLD) if kind != LetterKind.EXPIRED else set()
    for person in wearers(session, hat):
        if may_know(person, document) and person.id not in spared:
            write(session, person, LetterKind(kind), at=at, document_id=document_id)


def write(
    session: Session,
    person: Person,
    kind: LetterKind,
    *,
    at: datetime,
    how: Haste = Haste.MORNING,
    task_id: UUID | None = None,
    document_id: UUID | None = None,
    held: timedelta = timedelta(0),
) -> Letter | None:
    """Owe one mail, or keep it for the digest; None where the person has no address (the inbox shows the task)."""
    if not person.mail:
        return None
    letter = Letter(
        kind=kind,
        person_id=person.id,
        task_id=task_id,
        document_id=document_id,
        written_at=at,
        waits=haste.waits(how, at),
        any_hour=how is Haste.NOW,
    )
    session.add(letter)
    if not letter.waits:
        outbox.owe(session, outbox.Topic.LETTER, letter.id, at=at, held=held)
    return letter


def note_sent(session: Session, letter: Letter, *, at: datetime) -> None:
    """It left, and with a digest all that stood in it."""
    _note(session, letter, "sent_at", at)


def drop(session: Session, letter: Letter, *, at: datetime) -> None:
    """Nothing was left to say, in it or in what it gathered."""
    _note(session, letter, "dropped_at", at)


def _note(session: Session, letter: Letter, column: str, at: datetime) -> None:
    open_ones = select(Letter).where(Letter.digest_id == letter.id, col(Letter.dropped_at).is_(None))
    for one in (letter, *session.exec(open_ones)):
        setattr(one, column, at)
        session.add(one)
