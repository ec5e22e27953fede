"""委托与外出: what the engine does when one of them begins or ends."""

from uuid import UUID

from gateways.clock import now
from models import stand_ins
from models.database import unit_of_work


def change_over(subject: UUID) -> None:
    with unit_of_work() as session:
        stand_ins.change_over(session, subject, at=now())
