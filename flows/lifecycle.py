"""The journey on one screen: what the engine does with a document at each stage, until a person is needed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from flows import (
    approve,
    archive,
    circulate,
    copies,
    destroy,
    distribute,
    receive,
    register,
    scope,
    steering,
    supervise,
)
from gateways.clock import now
from models import orders, suspend, tasks
from models.database import unit_of_work
from models.document import Document
from models.orders import DestructionOrder
from models.stages import Stage
from models.tasks import Owed

# A leg says what people now owe; None says: the document moved on, look again.
Leg = Callable[[Session, Document, datetime], list[Owed] | None]

LEGS: dict[Stage, tuple[Leg, ...]] = {
    Stage.RECEIVED: (receive.tell_the_registry,),
    Stage.REGISTERED: (register.print_entry, approve.ask_next),
    Stage.RETURNED: (register.print_return,),
    Stage.APPROVED: (circulate.hand_on,),
    Stage.CIRCULATED: (supervise.chase,),
    Stage.SUPERVISED: (supervise.tell_leader, archive.ask_archivist),
    Stage.ARCHIVED: (supervise.tell_leader, archive.print_catalogue, destroy.appraise),
}

# Owed beside whatever the stage owes, until the content is destroyed.
ALONGSIDE: tuple[Leg, ...] = (
    approve.ask_to_confirm,
    circulate.bring_home,
    copies.ask_to_see,
    distribute.ask_for_receipts,
    scope.ask_who_decides,
)


def carry(document_id: UUID) -> None:
    """Carry one document forward until a person is needed.  Running it twice changes nothing."""
    with unit_of_work() as session:
        document = session.get(Document, document_id, with_for_update={"key_share": True})
        if document is not None:
            settle(session, document, at=now())


def settle(session: Session, document: Document, *, at: datetime) -> None:
    """One transaction's worth: move as far as possible, then make the open tasks equal what is owed."""
    while (owed := owed_for(session, document, at=at)) is None:
        session.flush()
    tasks.settle(session, document.id, owed, document=document, at=at)


def owed_for(session: Session, document: Document, *, at: datetime) -> list[Owed] | None:
    """What people owe for this document now; None when a leg moved it on."""
    owed: list[Owed] = []
    for leg in _legs(document):
        part = leg(session, document, at)
        if part is None:
            return None
        owed += part
    return suspend.put_off(session, document, owed, at=at)


def _legs(document: Document) -> tuple[Leg, ...]:
    if document.suspended_until:
        return (steering.wait_for_its_day, *ALONGSIDE)
    legs = LEGS.get(document.stage, ()) if document.stage else ()
    return legs if document.ends else (*legs, *ALONGSIDE)


def carry_order(order_id: UUID) -> None:
    """Carry a destruction order forward: ask the approver and the witnesses, then shred.  Idempotent."""
    with unit_of_work() as session:
        order = session.get(DestructionOrder, order_id, with_for_update=True)
        if order is None:
            return
        destroy.print_list(session, order, now())
        tasks.settle(session, order.id, orders.owed(session, order), document=None, at=now())
        ready = order.open and order.approved_at and orders.fully_witnessed(session, order)
    if ready:
        destroy.execute(order_id)
