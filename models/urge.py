"""催办: a person urges whoever an open task waits for, with a word; counted, and never more often than the policy says."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from models import approve, held_mail, ledger, letters
from models.callings import called
from models.database import moment
from models.document import Document
from models.errors import NotFound, NotNow, NotYours
from models.haste import Haste
from models.inbox import Task, is_for
from models.letters import LetterKind
from models.people import Me, Role
from models.sealed import Sealed, sealed
from models.stages import Move
from models.values import to_the_minute, words

LONGEST = 200


class Urging(Sealed, table=True):
    """One urging of one task.  Its words stand on the case's page, never in the mail."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    task_id: UUID = Field(foreign_key="task.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    words: str = sealed()


class NotYoursToUrge(NotYours):
    def __init__(self) -> None:
        super().__init__(_("催办由机要秘书、办公室主任或此件的拟办人发起。"))


class DoneAlready(NotNow):
    def __init__(self, task: Task) -> None:
        super().__init__(_("这项“{kind}”已经办过，不用再催。", kind=task.kind.label))


class WaitsForYou(NotNow):
    def __init__(self, task: Task) -> None:
        super().__init__(_("这项“{kind}”等的就是您，请直接办理。", kind=task.kind.label))


class UrgedLately(NotNow):
    def __init__(self, last: datetime) -> None:
        hours = policy().routing.urge_hours
        super().__init__(
            _("同一事项{hours}小时内只催一次，上次催办：{last}。", hours=hours, last=to_the_minute(last))
        )


class NobodyToUrge(NotNow):
    def __init__(self, task: Task) -> None:
        super().__init__(
            _("这项“{kind}”现在没有可催的人（已离任或密级不符），请先转办。", kind=task.kind.label)
        )


def urge(session: Session, document: Document, task_id: UUID, said: str, *, by: Me, at: datetime) -> Urging:
    """Raises NotFound, NotYoursToUrge, DoneAlready, WaitsForYou, UrgedLately, NobodyToUrge, Malformed."""
    task = session.get(Task, task_id)
    if task is None or task.document_id != document.id:
        raise NotFound()
    if not may_urge(session, document, by):
        raise NotYoursToUrge()
    before = urgings(session, [task_id]).get(task_id, [])
    _must_wait(task, before, by, at)
    word = words(said, LONGEST, _("催办的话"), field="words")
    urging = Urging(task_id=task.id, document_id=document.id, by=by.id, at=at, words=word)
    session.add(urging)
    _write(session, document, task, at)
    who = called(session, [task.hat])[task.hat]
    why = f"{who}{task.kind.label}，第{len(before) + 1}次"
    ledger.move(session, document, Move.URGE, by=by, at=at, why=why)
    return urging


def withdraw(session: Session, document: Document, urging_id: UUID, *, by: Me, at: datetime) -> None:
    """撤销催办, while its mail is still here: it counts no more; the ledger keeps both.  Raises NotFound, Begun."""
    urging = session.get(Urging, urging_id)
    if urging is None or urging.document_id != document.id or urging.by != by.id:
        raise NotFound()
    held_mail.call_back(session, LetterKind.URGE, [urging.task_id], urging.at, at=at)
    session.delete(urging)
    task = session.get_one(Task, urging.task_id)
    who = called(session, [task.hat])[task.hat]
    ledger.move(session, document, Move.CALL_BACK, by=by, at=at, why=f"{who}{task.kind.label}")


def since(session: Session, documents: Collection[UUID], began: datetime, by: Me) -> list[Urging]:
    """Those that somebody sent about these since a moment."""
    mine = select(Urging).where(Urging.by == by.id, col(Urging.at) >= began)
    return list(
        session.exec(mine.where(col(Urging.document_id).in_(documents)).order_by(col(Urging.document_id)))
    )


def may_urge(session: Session, document: Document, by: Me) -> bool:
    """The secretary, the office head, and whoever proposed."""
    if by.roles & {Role.SECRETARY, Role.OFFICE_HEAD}:
        return True
    return any(proposal.by == by.id for proposal in approve.proposals(session, document.id))


def urgings(session: Session, task_ids: Collection[UUID]) -> dict[UUID, list[Urging]]:
    """Oldest first, by task."""
    found: dict[UUID, list[Urging]] = {}
    for one in session.exec(select(Urging).where(col(Urging.task_id).in_(task_ids)).order_by(col(Urging.at))):
        found.setdefault(one.task_id, []).append(one)
    return found


def _must_wait(task: Task, before: list[Urging], by: Me, at: datetime) -> None:
    if task.closed_at:
        raise DoneAlready(task)
    if is_for(task, by):
        raise WaitsForYou(task)
    if before and at < before[-1].at + timedelta(hours=policy().routing.urge_hours):
        raise UrgedLately(before[-1].at)


def _write(session: Session, document: Document, task: Task, at: datetime) -> None:
    reached = letters.addressees(session, [task], document.level, at=at)[task.id]
    if not reached:
        raise NobodyToUrge(task)
    for person in reached:
        letters.write(
            session, person, LetterKind.URGE, at=at, how=Haste.TODAY, task_id=task.id, held=held_mail.HELD
        )
