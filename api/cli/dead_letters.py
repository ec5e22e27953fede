"""死信: the acts behind ``jiyao mail``."""

from typing import Any
from uuid import UUID

from gateways.clock import now
from models import dead_letters
from models.database import reading, unit_of_work
from models.errors import Malformed
from models.values import to_the_minute


def dead() -> list[dict[str, Any]]:
    """Oldest first.  Says to whom and why, never what about."""
    with reading() as session:
        return [
            {
                "id": str(one.id),
                "to": one.person.name,
                "kind": one.kind.value,
                "given_up_at": to_the_minute(one.given_up_at) if one.given_up_at else "",
                "attempts": one.attempts,
                "error": one.error,
            }
            for one in dead_letters.waiting(session)
        ]


def revive(one: str | None) -> int:
    """One of them, or all; how many.  Raises NotFound, Malformed."""
    with unit_of_work() as session:
        chosen = (
            [dead_letters.find_to_change(session, _id(one))] if one else dead_letters.all_to_change(session)
        )
        return dead_letters.send_again(session, chosen, by=None, at=now())


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Malformed("编号请照抄 jiyao mail list 所列。") from None
