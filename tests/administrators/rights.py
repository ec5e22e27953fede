"""Rights changed through the verbs, each step in its own transaction."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from gateways.clock import now
from models import granted, propose_rights
from models.database import reading, unit_of_work
from models.grants import Kind, RightsChange
from models.people import Person, Role
from models.possible_rights import Wish
from tests.personas import Cast


def proposed(cast: Cast, by: str, whose: str, kind: Kind, what: str, why: str = "工作需要。") -> UUID:
    with unit_of_work() as session:
        return propose_rights.propose(
            session, cast.id(whose), Wish(kind, what, why), by=getattr(cast, by), at=now()
        ).id


def confirmed(cast: Cast, by: str, change: UUID) -> RightsChange:
    with unit_of_work() as session:
        return propose_rights.confirm(session, change, by=getattr(cast, by), at=now())


def refused(cast: Cast, by: str, change: UUID, why: str = "不符合岗位要求。") -> RightsChange:
    with unit_of_work() as session:
        return propose_rights.refuse(session, change, why, by=getattr(cast, by), at=now())


def withdrawn(cast: Cast, by: str, change: UUID) -> RightsChange:
    with unit_of_work() as session:
        return propose_rights.withdraw(session, change, by=getattr(cast, by), at=now())


def given(cast: Cast, uid: str, role: Role) -> None:
    """As the set-up does it."""
    within(lambda session: granted.give(session, cast.id(uid), role))


def within(act: Any) -> Any:
    with unit_of_work() as session:
        return act(session)


def roles(cast: Cast, uid: str) -> set[Role]:
    return set(getattr(cast, uid).roles)


def person(cast: Cast, uid: str) -> Person:
    with reading() as session:
        return session.get_one(Person, cast.id(uid))


__all__ = ["Session", "confirmed", "given", "person", "proposed", "refused", "roles", "withdrawn", "within"]
