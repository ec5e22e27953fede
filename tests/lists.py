"""销毁清册 in the hands of everybody it names, as verbs."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from config.policy import policy
from gateways.clock import now
from models import destroy
from models.database import unit_of_work
from models.destroy import Draft
from models.document import Document
from tests.office import Letter, engine_runs, on_order
from tests.personas import Cast

COOLED = timedelta(days=policy().destruction.cooling_off_days)


def is_listed(cast: Cast, *letters: Letter, by: str = "he", **said: Any) -> UUID:
    usual: dict[str, Any] = {
        "words": "保管期限已满，无继续保存价值。",
        "method": "粉碎",
        "approver": cast.id("zhou"),
        "witnesses": [cast.id("sun"), cast.id("ma")],
    }
    with unit_of_work() as session:
        listed = [session.get_one(Document, letter.id) for letter in letters]
        made = destroy.propose(session, listed, Draft(**usual | said), by=getattr(cast, by), at=now())
    engine_runs()
    return made.id


def approves(cast: Cast, order: UUID, by: str = "zhou", at: datetime | None = None) -> None:
    on_order(order, lambda s, o: destroy.approve(s, o, by=getattr(cast, by), at=at or now()))


def refuses(cast: Cast, order: UUID, why: str = "涉及在诉案件。", by: str = "zhou") -> None:
    on_order(order, lambda s, o: destroy.refuse(s, o, why, by=getattr(cast, by), at=now()))


def watches(cast: Cast, order: UUID, by: str, at: datetime | None = None) -> None:
    on_order(order, lambda s, o: destroy.witness(s, o, by=getattr(cast, by), at=at or now() + COOLED))
