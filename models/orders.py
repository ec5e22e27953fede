"""销毁清册: the list, its approver, its two witnesses, and what became of it."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, or_, select

from config.language import _
from config.policy import policy
from models import deadlines, ledger
from models.database import Table, moment
from models.document import Document
from models.errors import NotFound
from models.people import ADMINISTRATORS, Me, Role, to_person
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import Owed, TaskKind


class DestructionOrder(Sealed, table=True):
    """One 清册.  Its lines are frozen from the moment it is proposed."""

    sealed_under: ClassVar[str] = "id"
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: str = Field(unique=True, max_length=20)
    words: str = sealed()
    method: str = Field(max_length=20)
    proposed_by: UUID = Field(foreign_key="person.id")
    proposed_at: datetime = moment()
    approver_id: UUID = Field(foreign_key="person.id")
    approved_at: datetime | None = moment(default=None)
    refused_at: datetime | None = moment(default=None)
    refusal: str = sealed(default="")
    called_off_by: UUID | None = Field(default=None, foreign_key="person.id")
    executed_at: datetime | None = moment(default=None)

    @property
    def open(self) -> bool:
        return self.refused_at is None and self.executed_at is None

    @property
    def state(self) -> str:
        """The word a page prints."""
        if self.refused_at:
            return _("已撤回") if self.called_off_by else _("未批准")
        if self.executed_at:
            return _("已销毁")
        return _("待监销") if self.approved_at else _("待审批")

    @property
    def may_execute_from(self) -> datetime | None:
        """When the cooling-off period after the approval is over."""
        cooling = timedelta(days=policy().destruction.cooling_off_days)
        return self.approved_at + cooling if self.approved_at else None


class OrderLine(Sealed, table=True):
    """One document on the list.  ``title`` lies under the key of the list, which outlives the document's."""

    sealed_under: ClassVar[str] = "order_id"
    order_id: UUID = Field(foreign_key="destruction_order.id", primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", primary_key=True, index=True)
    rank: int
    title: str = sealed(default="")


class Witness(Table, table=True):
    """监销人: watched the paper being destroyed, and signed for it."""

    order_id: UUID = Field(foreign_key="destruction_order.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    signed_at: datetime | None = moment(default=None)


def documents_on(session: Session, order_id: UUID) -> list[Document]:
    """The listed documents in the order of the list."""
    listed = select(Document).join(OrderLine).where(OrderLine.order_id == order_id)
    return list(session.exec(listed.order_by(col(OrderLine.rank))))


def witnesses(session: Session, order_id: UUID) -> list[Witness]:
    named = select(Witness).where(Witness.order_id == order_id).order_by(col(Witness.person_id))
    return list(session.exec(named))


def open_order_of(session: Session, document_id: UUID) -> DestructionOrder | None:
    """The list a document stands on now."""
    listed = select(DestructionOrder).join(OrderLine).where(OrderLine.document_id == document_id)
    return session.exec(
        listed.where(col(DestructionOrder.refused_at).is_(None), col(DestructionOrder.executed_at).is_(None))
    ).one_or_none()


def visible_orders(session: Session, me: Me) -> list[DestructionOrder]:
    """Archivists see every list; others those they proposed, approve or witness; 三员 none.  Newest first."""
    if me.roles & ADMINISTRATORS:
        return []
    query = select(DestructionOrder).order_by(col(DestructionOrder.proposed_at).desc())
    if Role.ARCHIVIST not in me.roles:
        watching = select(Witness.order_id).where(Witness.person_id == me.id)
        query = query.where(
            or_(
                DestructionOrder.proposed_by == me.id,
                DestructionOrder.approver_id == me.id,
                col(DestructionOrder.id).in_(watching),
            )
        )
    return list(session.exec(query))


def find_order(session: Session, order_id: UUID, me: Me, *, to_change: bool = False) -> DestructionOrder:
    """Raises NotFound for a list that is not there or not for this person."""
    if order_id not in {order.id for order in visible_orders(session, me)}:
        raise NotFound()
    locked = (
        select(DestructionOrder).where(DestructionOrder.id == order_id).with_for_update()
        if to_change
        else None
    )
    return session.exec(locked).one() if locked is not None else session.get_one(DestructionOrder, order_id)


def give_back(session: Session, order: DestructionOrder, *, by: Me, at: datetime) -> None:
    """Its documents stand on no list any more."""
    for document in documents_on(session, order.id):
        ledger.move(session, document, Move.UNLIST, by=by, at=at, why=order.number)


def owed(session: Session, order: DestructionOrder) -> list[Owed]:
    """The approver's decision, then the signatures of the witnesses who have not signed."""
    if not order.open:
        return []
    if order.approved_at is None:
        return [Owed(TaskKind.APPROVE_ORDER, to_person(order.approver_id), order.id)]
    by = deadlines.due(order.may_execute_from or order.approved_at, policy().deadlines.witnessing)
    unsigned = [one for one in witnesses(session, order.id) if one.signed_at is None]
    return [Owed(TaskKind.WITNESS, to_person(one.person_id), order.id, by) for one in unsigned]


def fully_witnessed(session: Session, order: DestructionOrder) -> bool:
    named = witnesses(session, order.id)
    return len(named) >= policy().destruction.witnesses and all(one.signed_at for one in named)
