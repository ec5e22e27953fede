"""帽: the names under which work and knowledge are addressed: a person, a department, a role."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.roles import Role


@dataclass(frozen=True)
class StandIn:
    """A hat of somebody else (the principal, called ``name``), worn for him or her before ``until``."""

    hat: str
    principal_id: UUID
    name: str
    until: datetime


def to_person(person_id: UUID) -> str:
    return f"person:{person_id}"


def to_office(code: str) -> str:
    """The department's head and handlers, not everybody who works there."""
    return f"office:{code}"


def to_role(role: Role) -> str:
    return f"role:{role.value}"
