"""规矩的发布: keys of the policy that win over policy.toml, proposed by one person and released by another.

For each key the newest release that names it counts; one that gives it ``back`` lets the file speak again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, func, select

from config.language import _
from config.policy import Policy
from config.released import read_keys
from models.database import Table, lines, moment, word
from models.errors import NotFound
from models.people import Role


class PolicyRelease(Table, table=True):
    """One change: proposed, then released or withdrawn.

    number:  given at the release, so there is no gap; None before.
    text:    TOML, one whole key a line; ``back``: keys that the file decides again.
    proposed_as:  the role that spoke, since the other one must release.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    serial: int = Field(unique=True)
    number: int | None = Field(default=None, unique=True)
    text: str
    back: list[str] = lines()
    why: str = Field(max_length=500)
    proposed_by: UUID = Field(foreign_key="person.id")
    proposed_as: Role = word(Role)
    proposed_at: datetime = moment()
    released_by: UUID | None = Field(default=None, foreign_key="person.id")
    released_at: datetime | None = moment(default=None)
    withdrawn_by: UUID | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = moment(default=None)

    @property
    def label(self) -> str:
        return (
            _("规矩第{number}版", number=self.number)
            if self.number
            else _("规矩修改{serial}", serial=self.serial)
        )

    @property
    def is_open(self) -> bool:
        return self.number is None and self.withdrawn_at is None

    @property
    def keys(self) -> dict[str, Any]:
        return read_keys(self.text, Policy)

    @property
    def named(self) -> list[str]:
        return [*self.keys, *self.back]


@dataclass(frozen=True)
class InForce:
    """What one key is now, and the release that says so."""

    value: Any
    release: PolicyRelease


def newest(session: Session) -> int:
    """The number of the last release; 0 before the first."""
    return session.exec(select(func.max(PolicyRelease.number))).one() or 0


def in_force(session: Session) -> dict[str, InForce]:
    """Key by key what wins over the file."""
    found: dict[str, InForce] = {}
    released = select(PolicyRelease).where(col(PolicyRelease.number).is_not(None))
    for one in session.exec(released.order_by(col(PolicyRelease.number))):
        found |= {key: InForce(value, one) for key, value in one.keys.items()}
        for key in one.back:
            found.pop(key, None)
    return found


def keys_in_force(session: Session) -> dict[str, Any]:
    return {key: one.value for key, one in in_force(session).items()}


def history(session: Session) -> list[PolicyRelease]:
    """Everything that was ever proposed, the newest first."""
    return list(session.exec(select(PolicyRelease).order_by(col(PolicyRelease.serial).desc())))


def find(session: Session, release_id: UUID, *, to_change: bool = False) -> PolicyRelease:
    """Raises NotFound."""
    query = select(PolicyRelease).where(PolicyRelease.id == release_id)
    found = session.exec(query.with_for_update() if to_change else query).one_or_none()
    if found is None:
        raise NotFound()
    return found
