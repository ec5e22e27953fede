"""知悉范围扩大: somebody asks that another may know of a document, and whoever is in charge of it decides.

Source: 保守国家秘密法 (2024) art. 21, whose rule the house keeps for 内部 papers too.

What widens by itself, because whoever does it is in charge of just that, and the ledger tells it: asking somebody to
sign, countersign, read, undertake or answer (access.let_know in tasks), 分发 by the secretary, 抄送 by the secretary,
the office head or a leader, and the task that a substitute answers.  Everybody else asks here.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from models import access, addressees, approve, copies, deadlines, ledger, tasks
from models.access import Knower
from models.database import moment
from models.document import Document
from models.errors import NotFound, NotNow, NotYours
from models.people import Me, Person, Role, holders, to_person
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import Owed, TaskKind
from models.values import optional_words, words

LONGEST = 200


class ScopeRequest(Sealed, table=True):
    """One name that somebody wants let know.  ``granted`` None: nobody decided yet."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    hat: str = Field(max_length=60)
    why: str = sealed()
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    granted: bool | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = moment(default=None)
    words: str = sealed(default="")


class NotConcerned(NotYours):
    def __init__(self) -> None:
        super().__init__(_("扩大知悉范围由经办过此件的人、机要秘书或办公室主任申请。"))


class NotBoth(NotYours):
    def __init__(self) -> None:
        super().__init__(_("申请人和拟知悉的人不得自行批准扩大知悉范围，由他人批准。"))


class KnowsAlready(NotNow):
    def __init__(self, name: str) -> None:
        super().__init__(_("{name}已在知悉范围内，不必申请。", name=name))


class AskedAlready(NotNow):
    def __init__(self, name: str) -> None:
        super().__init__(_("{name}的知悉申请正在等候批准。", name=name))


class NobodyToDecide(NotNow):
    def __init__(self) -> None:
        super().__init__(_("除申请人和拟知悉的人外，没有可以批准的办公室主任或院领导。"))


def ask(session: Session, document: Document, hat: str, why: str, *, by: Me, at: datetime) -> ScopeRequest:
    """Raises NotConcerned, NoSuchAddressee, CannotBeSent, KnowsAlready, AskedAlready, NobodyToDecide, Malformed."""
    if not copies.may_copy(session, document, by):
        raise NotConcerned()
    (named,) = addressees.must_reach(session, document, [hat], field="who")
    if session.get(Knower, (document.id, hat)):
        raise KnowsAlready(named.name)
    if hat in {one.hat for one in waiting(session, document.id)}:
        raise AskedAlready(named.name)
    told = words(why, LONGEST, _("申请理由"), field="words")
    request = ScopeRequest(document_id=document.id, hat=hat, why=told, by=by.id, at=at)
    if not deciders(session, document, request):
        raise NobodyToDecide()
    session.add(request)
    ledger.move(session, document, Move.ASK_SCOPE, by=by, at=at, why=named.name)
    return request


def decide(
    session: Session, document: Document, request_id: UUID, grant: bool, said: str, *, by: Me, at: datetime
) -> ScopeRequest:
    """Raises NothingToDo, SomebodyElses, NotBoth, CannotBeSent, Malformed (a refusal has its reason)."""
    task = tasks.take(session, document.id, TaskKind.DECIDE_SCOPE, by, about=request_id)
    request = session.get_one(ScopeRequest, request_id)
    if by.id == request.by or to_person(by.id) == request.hat:
        raise NotBoth()
    (named,) = addressees.look_up(session, document, [request.hat])
    if grant:
        addressees.must_reach(session, document, [request.hat], field="grant")
    told = (optional_words if grant else words)(said, LONGEST, _("批复意见"), field="words")
    tasks.close(session, task, by, at=at)
    request.granted, request.words, request.decided_by, request.decided_at = grant, told, by.id, at
    session.add(request)
    if grant:
        access.let_know(session, document.id, request.hat, at=at)
        copies.let_see(session, document, request.hat, by=request.by, at=at)
    ledger.move(session, document, Move.WIDEN if grant else Move.REFUSE_SCOPE, by=by, at=at, why=named.name)
    return request


def deciders(session: Session, document: Document, request: ScopeRequest) -> list[Person]:
    """The office heads (or, as the policy says, the leader who instructed); never who asks or is asked for."""
    told_by = approve.instructing_leader(session, document.id)
    heads, leaders = holders(session, Role.OFFICE_HEAD), holders(session, Role.LEADER)
    instructed = [one for one in leaders if one.id == told_by]
    first, second = (
        (heads, instructed) if policy().secrecy.widening_decided_by == "office-head" else (instructed, heads)
    )
    for some in (first, second, leaders):
        if able := [one for one in some if _may_decide(one, document, request)]:
            return able
    return []


def requests(session: Session, document_id: UUID) -> list[ScopeRequest]:
    """Oldest first."""
    made = select(ScopeRequest).where(ScopeRequest.document_id == document_id)
    return list(session.exec(made.order_by(col(ScopeRequest.at))))


def waiting(session: Session, document_id: UUID) -> list[ScopeRequest]:
    return [one for one in requests(session, document_id) if one.granted is None]


def owed(session: Session, document: Document) -> list[Owed]:
    """Each request waits for everybody who may decide it; the first answer is the answer."""
    return [
        Owed(TaskKind.DECIDE_SCOPE, to_person(one.id), request.id, _by_when(request.at))
        for request in waiting(session, document.id)
        for one in deciders(session, document, request)
    ]


def find(session: Session, document_id: UUID, request_id: UUID) -> ScopeRequest:
    """Raises NotFound."""
    found = session.get(ScopeRequest, request_id)
    if found is None or found.document_id != document_id:
        raise NotFound()
    return found


def _by_when(at: datetime) -> datetime:
    return deadlines.due(at, policy().deadlines.deciding)


def _may_decide(person: Person, document: Document, request: ScopeRequest) -> bool:
    named: Iterable[str] = (to_person(request.by), request.hat)
    return access.may_know(person, document) and to_person(person.id) not in named
