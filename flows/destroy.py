"""销毁: appraise when the term is over; after two signatures erase the keys, shred, and print the certificate."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from gateways import vault
from gateways.clock import now
from models import destroy, orders, prints
from models.database import unit_of_work
from models.document import Document
from models.orders import DestructionOrder
from models.tasks import Owed


def appraise(session: Session, document: Document, at: datetime) -> list[Owed]:
    return destroy.owed(session, document, at=at)


def print_list(session: Session, order: DestructionOrder, at: datetime) -> None:
    prints.ask(session, order.id, "destruction-list", "propose", at=at)


def execute(order_id: UUID) -> None:
    """Shred every document of a fully witnessed list.  Interrupted anywhere, it goes on where it stood."""
    with unit_of_work() as session:
        listed = [document.id for document in orders.documents_on(session, order_id)]
    for document_id in listed:
        with unit_of_work() as session:
            order = session.get_one(DestructionOrder, order_id)
            document = session.get_one(Document, document_id, with_for_update=True)
            destroy.destroy(session, order, document, at=now())
        vault.shred(document_id)  # the key is gone for good: now the bytes
    with unit_of_work() as session:
        order = session.get_one(DestructionOrder, order_id)
        order.executed_at = order.executed_at or now()
        session.add(order)
        prints.ask(session, order.id, "destruction-list", "execute", at=now())
        prints.ask(session, order.id, "destruction-certificate", "execute", at=now())
