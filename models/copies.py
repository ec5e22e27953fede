"""抄送·阅知: somebody lets others know of a document; they see it when they can, and hold nothing up."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, or_, select

from config.language import _, listed
from models import access, addressees, ledger, tasks
from models.addressees import Addressee, some
from models.database import moment
from models.document import Document
from models.errors import Malformed, NotNow, NotYours
from models.people import Me, Role, to_person, wearers_of
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import Owed, Task, TaskKind
from models.values import Level, optional_words

WIDENERS = {Role.SECRETARY, Role.OFFICE_HEAD, Role.LEADER}


class Copy(Sealed, table=True):
    """One person or department (``hat``) that was let know, by whom and with what word; and who saw it when."""

    __table_args__ = (UniqueConstraint("document_id", "hat"),)
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id")
    hat: str = Field(max_length=60)
    by: UUID = Field(foreign_key="person.id")
    words: str = sealed(default="")
    at: datetime = moment()
    seen_at: datetime | None = moment(default=None)
    seen_by: UUID | None = Field(default=None, foreign_key="person.id")
    taken_back_at: datetime | None = moment(default=None)

    @property
    def waits(self) -> bool:
        return self.seen_at is None and self.taken_back_at is None


class NotAParticipant(NotYours):
    def __init__(self) -> None:
        super().__init__(_("抄送由经办过此件的人、机要秘书或办公室主任办理。"))


class BeyondScope(NotYours):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(_("{names}不在知悉范围内，请先申请扩大知悉范围。", names=some(names)))


class HasIt(NotNow):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(_("{names}已收到此件的抄送，不必重复抄送。", names=some(names)))


def copy(
    session: Session, document: Document, hats: Sequence[str], told: str, *, by: Me, at: datetime
) -> list[Copy]:
    """抄送.  Raises NotAParticipant, Malformed, NoSuchAddressee, CannotBeSent, HasIt."""
    if not may_copy(session, document, by):
        raise NotAParticipant()
    if not hats:
        raise Malformed(_("请至少选择一个人或一个部门。"), "people")
    found = addressees.must_reach(session, document, hats, field="people")
    _once_each(session, document, found, by)
    _within_scope(session, document, found, by)
    note = optional_words(told, 500, _("附言"), field="words")
    made = [Copy(document_id=document.id, hat=one.hat, by=by.id, words=note, at=at) for one in found]
    session.add_all(made)
    access.let_know(session, document.id, *hats, at=at)
    ledger.move(session, document, Move.COPY_TO, by=by, at=at, why="、".join(one.name for one in found))
    return made


def see(session: Session, document: Document, *, by: Me, at: datetime) -> list[Copy]:
    """阅知: one click for all that wait for ``by``, as a person and as a department.  Raises NothingToDo."""
    tasks.take(session, document.id, TaskKind.SEE, by)
    waiting = [task for task in tasks.open_tasks(session, document.id) if task.kind is TaskKind.SEE]
    seen = []
    for task in (task for task in waiting if task.hat in by.answers):
        tasks.close(session, task, by, at=at)
        one = session.get_one(Copy, task.about)
        one.seen_at, one.seen_by = at, by.id
        seen.append(one)
    session.add_all(seen)
    ledger.move(session, document, Move.SEE, by=by, at=at)
    return seen


def let_see(session: Session, document: Document, hat: str, *, by: UUID, at: datetime) -> None:
    """Whoever was let know on request is asked to see it, again if he was taken off meanwhile."""
    has = next((one for one in copies(session, document.id) if one.hat == hat), None)
    one = has or Copy(document_id=document.id, hat=hat, by=by, at=at)
    if has and has.taken_back_at:
        one.seen_at, one.seen_by, one.taken_back_at = None, None, None
    session.add(one)


def take_back(session: Session, document: Document, hat: str, *, at: datetime) -> None:
    """Whoever is taken off the 知悉范围 is not asked to see it any more."""
    for one in copies(session, document.id):
        if one.hat == hat:
            one.taken_back_at = at
            session.add(one)


def widens(document: Document, by: Me) -> bool:
    """Whether a copy from this person lets anybody know: by office, or where the paper is open to the house."""
    return document.level is Level.PUBLIC or bool(by.roles & WIDENERS)


def may_copy(session: Session, document: Document, by: Me) -> bool:
    """Whoever was ever asked for something here, the secretary, the office head."""
    if by.roles & {Role.SECRETARY, Role.OFFICE_HEAD}:
        return True
    part = or_(col(Task.hat).in_(by.hats), col(Task.closed_by) == by.id)
    return session.exec(select(Task.id).where(Task.subject == document.id, part)).first() is not None


def copies(session: Session, document_id: UUID) -> list[Copy]:
    """Oldest first."""
    made = select(Copy).where(Copy.document_id == document_id)
    return list(session.exec(made.order_by(col(Copy.at), col(Copy.hat))))


def owed(session: Session, document: Document) -> list[Owed]:
    """Whoever has not seen it, as long as he or she may; a department whenever somebody speaks for it."""
    waiting = [one for one in copies(session, document.id) if one.waits]
    behind = wearers_of(session, [one.hat for one in waiting])
    return [
        Owed(TaskKind.SEE, one.hat, one.id)
        for one in waiting
        if any(access.may_know(person, document) for person in behind[one.hat])
    ]


def _within_scope(session: Session, document: Document, found: Sequence[Addressee], by: Me) -> None:
    """The others copy to those who know already; whoever does not is asked for, see widen.  Raises BeyondScope."""
    if not widens(document, by):
        knowing = access.knowers(session, document.id)
        if beyond := [one.name for one in found if one.hat not in knowing]:
            raise BeyondScope(beyond)


def _once_each(session: Session, document: Document, found: Sequence[Addressee], by: Me) -> None:
    """Nobody is asked twice: not under one name, not as a person and as a department, not oneself."""
    named = Counter(one.hat for one in found)
    if twice := list(dict.fromkeys(one.name for one in found if named[one.hat] > 1)):
        raise Malformed(_("{twice}选了不止一次，请去掉重复的。", twice=listed(twice)), "people")
    if to_person(by.id) in named:
        raise Malformed(_("不必抄送给自己。"), "people")
    told = {one.hat for one in copies(session, document.id)}
    if has := [one.name for one in found if one.hat in told]:
        raise HasIt(has)
    speaking = wearers_of(session, [hat for hat in (*told, *named) if hat.startswith("office:")])
    along = {to_person(person.id) for people in speaking.values() for person in people}
    if doubled := [one.name for one in found if one.hat in along]:
        raise Malformed(_("{doubled}随所在部门收到抄送，不必另选。", doubled=listed(doubled)), "people")
