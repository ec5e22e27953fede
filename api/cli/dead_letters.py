"""死信: the acts behind ``jiyao mail``."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select

from gateways.clock import now
from models import outbox
from models.database import reading, unit_of_work
from models.errors import Malformed, NotFound
from models.letters import Letter
from models.outbox import Errand, Topic
from models.people import Person
from models.values import to_the_minute

GIVEN_UP = select(Errand).where(Errand.topic == Topic.LETTER, col(Errand.dead_at).is_not(None))


def dead() -> list[dict[str, Any]]:
    """Oldest first.  Says to whom and why, never what about."""
    with reading() as session:
        found = []
        for errand in session.exec(GIVEN_UP.order_by(col(Errand.dead_at))):
            letter = session.get_one(Letter, errand.subject)
            found.append(
                {
                    "id": str(errand.id),
                    "to": session.get_one(Person, letter.person_id).name,
                    "kind": letter.kind.value,
                    "given_up_at": to_the_minute(errand.dead_at) if errand.dead_at else "",
                    "attempts": errand.attempts,
                    "error": errand.error,
                }
            )
        return found


def revive(one: str | None) -> int:
    """One of them, or all; how many.  Raises NotFound, Malformed."""
    with unit_of_work() as session:
        chosen = [e for e in session.exec(GIVEN_UP) if one is None or e.id == _id(one)]
        if one and not chosen:
            raise NotFound("没有这封停止投递的邮件。")
        for errand in chosen:
            outbox.revive(session, errand, at=now())
        return len(chosen)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Malformed("编号请照抄 jiyao mail list 所列。") from None
