"""Where a process may be made to die: before or after one function of the product, at its n-th call."""

import importlib
import os
import signal
from collections.abc import Callable
from typing import Any

WEB, CLERK, SCHEDULER = "web", "clerk", "scheduler"

# Who comes by here, and the functions; each is two points: its first line, and the line after it.
PLACES: dict[str, tuple[str, ...]] = {
    WEB: (
        "sqlalchemy.orm:Session.commit",
        "models.facts:settle",
        "models.ledger:move",
        "models.ledger:seal",
        "models.outbox:owe",
        "models.tasks:take",
        "models.tasks:close",
        "models.sealed:keep",
        "models.keyring:secret_to_seal",
        "models.register:next_number",
        "models.access:let_know",
        "models.seating:place",
    ),
    CLERK: (
        "sqlalchemy.orm:Session.commit",
        "models.outbox:claim",
        "models.outbox:finish",
        "models.tasks:settle",
        "models.tasks:close",
        "models.letters:ask",
        "models.letters:note_sent",
        "models.prints:ask",
        "models.ledger:move",
        "gateways.mail:send",
        "gateways.vault:seal",
        "gateways.shelf:put",
        "models.tickets:issue",
        "models.circulate:open_readings",
        "models.assignments:assign",
    ),
    SCHEDULER: (
        "sqlalchemy.orm:Session.commit",
        "models.leases:hold",
        "models.leases:take_turn",
        "models.outbox:owe",
        "models.anchors:make",
    ),
}
SIDES = ("before", "after")


def points(role: str) -> list[str]:
    return [f"{place} {side}" for place in PLACES[role] for side in SIDES]


def arm(point: str, times: int) -> None:
    """From now on this process dies by SIGKILL, as a power switch would have it, when it comes by."""
    place, _, side = point.partition(" ")
    owner, name = _found(place)
    left = times

    def die_when_due() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def passing(function: Callable[..., Any]) -> Callable[..., Any]:
        def passed(*args: Any, **named: Any) -> Any:
            if side == "before":
                die_when_due()
            found = function(*args, **named)
            if side == "after":
                die_when_due()
            return found

        return passed

    setattr(owner, name, passing(getattr(owner, name)))


def _found(place: str) -> tuple[Any, str]:
    """A function is found where it is called from: in its module, or in a class of it."""
    module, _, path = place.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    return owner, name
