"""销毁: proposed by one, approved by another, watched by two more; then the key is erased and the record kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _, listed
from config.policy import policy
from models import (
    clock_watch,
    content_keys,
    conversation,
    holdings,
    ledger,
    orders,
    outbox,
    sealed,
    search,
    tasks,
)
from models.document import WITHOUT_TITLE, Document, next_number
from models.errors import Malformed, NotNow, NotYours
from models.orders import DestructionOrder, OrderLine, Witness
from models.outbox import Topic
from models.people import ADMINISTRATORS, Me, Person, Role, holders, roles_of, to_role
from models.stages import Move, Stage
from models.tasks import Owed, TaskKind
from models.values import local_day, to_the_minute, words


class NotDue(NotNow):
    def __init__(self, document: Document) -> None:
        super().__init__(
            _("{document}保管期限未满或为永久保管，禁止擅自销毁（档案法第21条）。", document=document.label)
        )


class ListedAlready(NotNow):
    def __init__(self, document: Document, order: DestructionOrder) -> None:
        super().__init__(
            _("{document}已列入{order}，不能重复列入。", document=document.label, order=order.number)
        )


class NotDisinterested(Malformed):
    def __init__(self) -> None:
        super().__init__(
            _("提请人、批准人、监销人不得为同一人，监销人须为两名不同人员，且不得为管理员。"),
            "witnesses",
        )


class CoolingOff(NotNow):
    def __init__(self, until: datetime) -> None:
        super().__init__(_("批准后的冷静期未满，{until}起方可监销。", until=to_the_minute(until)))


class NotTheApprover(NotYours):
    def __init__(self) -> None:
        super().__init__(_("提请人不得批准自己的清册。"))


class NotWitnessed(NotNow):
    def __init__(self, order: DestructionOrder) -> None:
        super().__init__(_("{order}未经批准或监销人未签齐，不能销毁。", order=order.number))


@dataclass(frozen=True)
class Draft:
    """A list as it is proposed."""

    words: str
    method: str
    approver: UUID
    witnesses: list[UUID]


def propose(
    session: Session,
    documents: Sequence[Document],
    draft: Draft,
    *,
    by: Me,
    at: datetime,
) -> DestructionOrder:
    """鉴定并列入清册.  Raises NotYourRole, NotDue, ListedAlready, NotDisinterested, Malformed, ClockInDoubt."""
    by.must_be(Role.ARCHIVIST)
    clock_watch.must_be_right(session, at)
    if not documents:
        raise Malformed(_("请至少选择一件到期档案。"), "documents")
    if draft.method not in policy().destruction.methods:
        raise Malformed(
            _("销毁方式应为：{methods}。", methods=listed(policy().destruction.methods)), "method"
        )
    for document in documents:
        _may_be_listed(session, document, at)
    _disinterested(session, draft, by)
    year = local_day(at).year
    order = DestructionOrder(
        number=f"销〔{year}〕{next_number(session, f'destroy:{year}')}号",
        words=words(draft.words, 2000, _("鉴定意见"), field="words"),
        method=draft.method,
        proposed_by=by.id,
        proposed_at=at,
        approver_id=draft.approver,
    )
    session.add(order)
    session.flush()
    session.add_all([Witness(order_id=order.id, person_id=one) for one in draft.witnesses])
    for rank, document in enumerate(documents, start=1):
        session.add(OrderLine(order_id=order.id, document_id=document.id, rank=rank, title=document.title))
        ledger.move(session, document, Move.LIST, by=by, at=at, why=order.number)
    outbox.owe(session, Topic.ORDER, order.id, at=at)
    return order


def approve(session: Session, order: DestructionOrder, *, by: Me, at: datetime) -> DestructionOrder:
    """批准.  Raises NothingToDo, SomebodyElses, NotYourRole, NotTheApprover."""
    tasks.close(session, tasks.take(session, order.id, TaskKind.APPROVE_ORDER, by), by, at=at)
    by.must_be(Role.LEADER)
    if by.id == order.proposed_by:
        raise NotTheApprover()
    order.approved_at = at
    session.add(order)
    outbox.owe(session, Topic.ORDER, order.id, at=at)
    return order


def refuse(session: Session, order: DestructionOrder, why: str, *, by: Me, at: datetime) -> DestructionOrder:
    """不批准: the documents go back to the archivist, with the reason on the list."""
    tasks.close(session, tasks.take(session, order.id, TaskKind.APPROVE_ORDER, by), by, at=at)
    order.refused_at, order.refusal = at, words(why, 500, _("不批准的理由"), field="words")
    session.add(order)
    orders.give_back(session, order, by=by, at=at)
    outbox.owe(session, Topic.ORDER, order.id, at=at)
    return order


def witness(session: Session, order: DestructionOrder, *, by: Me, at: datetime) -> Witness:
    """监销签字.  Raises NothingToDo, SomebodyElses, NotDisinterested, CoolingOff, ClockInDoubt."""
    tasks.close(session, tasks.take(session, order.id, TaskKind.WITNESS, by), by, at=at)
    if by.roles & ADMINISTRATORS:
        raise NotDisinterested()
    if order.may_execute_from is None or at < order.may_execute_from:
        raise CoolingOff(order.may_execute_from or at)
    clock_watch.must_be_right(session, at)
    signed = session.get_one(Witness, (order.id, by.id))
    signed.signed_at = at
    session.add(signed)
    outbox.owe(session, Topic.ORDER, order.id, at=at)
    return signed


def destroy(session: Session, order: DestructionOrder, document: Document, *, at: datetime) -> None:
    """One document of a fully witnessed list: the record first, then its key is erased.  Raises NotWitnessed."""
    if order.approved_at is None or not orders.fully_witnessed(session, order):
        raise NotWitnessed(order)
    if document.stage is Stage.DESTROYED:
        return
    ledger.move(session, document, Move.DESTROY, by=ledger.ENGINE, at=at, why=order.number)
    _forget_names(session, document, order)
    conversation.forget(session, document.id)
    session.flush()  # the line above is the last thing its key seals
    content_keys.erase(session, document.id)
    sealed.forget_key(session, document.id)
    tasks.settle(session, document.id, [], document=document, at=at)  # nobody is asked about it any more


def owed(session: Session, document: Document, *, at: datetime) -> list[Owed]:
    """An appraisal when the term is over and no list holds the document."""
    kept = holdings.entry(session, document.id)
    over = kept.keep_until is not None and kept.keep_until < local_day(at)
    if not over or orders.open_order_of(session, document.id):
        return []
    return [Owed(TaskKind.APPRAISE, to_role(Role.ARCHIVIST), document.id)]


def _forget_names(session: Session, document: Document, order: DestructionOrder) -> None:
    """What a restricted document was called stands in the list from now on, and nowhere else."""
    if document.title_is_gone:
        document.title, document.addressees, document.attachments = f"{WITHOUT_TITLE}{order.number}", [], []
        session.add(document)
    search.index(session, document)


def _may_be_listed(session: Session, document: Document, at: datetime) -> None:
    if listed := orders.open_order_of(session, document.id):
        raise ListedAlready(document, listed)
    if document.stage is not Stage.ARCHIVED or not owed(session, document, at=at):
        raise NotDue(document)


def _disinterested(session: Session, draft: Draft, by: Me) -> None:
    involved = [by.id, draft.approver, *draft.witnesses]
    if len(draft.witnesses) < policy().destruction.witnesses or len(set(involved)) < len(involved):
        raise NotDisinterested()
    if draft.approver not in {person.id for person in holders(session, Role.LEADER)}:
        raise Malformed(_("销毁清册须报院领导批准。"), "approver")
    for one in draft.witnesses:
        person = session.get(Person, one)
        if person is None or not person.active or roles_of(session, one) & ADMINISTRATORS:
            raise NotDisinterested()
