"""撤回清册: an archivist takes a list back that nobody can bring to its end, and its papers may be listed anew."""

from datetime import datetime

from sqlmodel import Session

from config.language import _
from models import orders, outbox
from models.errors import NotNow
from models.orders import DestructionOrder
from models.outbox import Topic
from models.people import Me, Role
from models.values import words


class ListEnded(NotNow):
    def __init__(self, order: DestructionOrder) -> None:
        super().__init__(_("{order}{state}，不能撤回。", order=order.number, state=order.state))


class BeingDestroyed(NotNow):
    def __init__(self, order: DestructionOrder) -> None:
        super().__init__(_("{order}监销人已签齐，正在销毁，不能撤回。", order=order.number))


def call_off(session: Session, order: DestructionOrder, why: str, *, by: Me, at: datetime) -> None:
    """Until the last witness has signed.  Raises NotYourRole, ListEnded, BeingDestroyed, Malformed."""
    by.must_be(Role.ARCHIVIST)
    if not order.open:
        raise ListEnded(order)
    if orders.fully_witnessed(session, order):
        raise BeingDestroyed(order)
    order.refusal = words(why, 500, _("撤回的理由"), field="words")
    order.refused_at, order.called_off_by = at, by.id
    session.add(order)
    orders.give_back(session, order, by=by, at=at)
    outbox.owe(session, Topic.ORDER, order.id, at=at)
