"""授予: the roles each person holds.  Here is what stands; who may change it, and how, is in grants.py."""

from uuid import UUID

from sqlalchemy import Column, Computed, ForeignKeyConstraint, String, UniqueConstraint
from sqlmodel import Field, Session, select

from config.language import _
from models.database import Table, word
from models.errors import NotNow
from models.roles import ADMINISTRATORS, Role

PAPERS = "papers"
_SEPARATE = ", ".join(f"'{one}'" for one in sorted(ADMINISTRATORS))
KIND = f"CASE WHEN role IN ({_SEPARATE}) THEN role ELSE '{PAPERS}' END"


class Capacity(Table, table=True):
    """职责: a person handles papers, or is one of the 三员.  The one row for each person is why nobody is both."""

    __table_args__ = (UniqueConstraint("person_id", "kind"),)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    kind: str = Field(max_length=32)


class RoleGrant(Table, table=True):
    """One role of one person.  The database itself derives ``kind`` from the role and holds it against the capacity."""

    __table_args__ = (ForeignKeyConstraint(["person_id", "kind"], ["capacity.person_id", "capacity.kind"]),)
    person_id: UUID = Field(primary_key=True)
    role: Role = word(Role, primary_key=True)
    kind: str = Field(
        default=None, sa_column=Column(String(32), Computed(KIND, persisted=True), nullable=False)
    )


class RoleConflict(NotNow):
    def __init__(self, one: Role, other: Role) -> None:
        super().__init__(_("{one}与{other}不得由同一人担任（三员分立）。", one=one.label, other=other.label))


def kind_of(role: Role) -> str:
    return role.value if role in ADMINISTRATORS else PAPERS


def must_not_conflict(session: Session, person_id: UUID, role: Role) -> None:
    """Raises RoleConflict where 三员 would meet, or where an administrator would handle papers."""
    for other in sorted(roles_of(session, person_id)):
        if kind_of(other) != kind_of(role):
            raise RoleConflict(role, other)


def give(session: Session, person_id: UUID, role: Role) -> RoleGrant:
    """Raises RoleConflict."""
    must_not_conflict(session, person_id, role)
    session.merge(Capacity(person_id=person_id, kind=kind_of(role)))
    session.flush()
    given = session.merge(RoleGrant(person_id=person_id, role=role))
    session.flush()
    return given


def take_away(session: Session, person_id: UUID, role: Role) -> None:
    """With the last role goes the capacity: the person may become something else."""
    session.delete(session.get_one(RoleGrant, (person_id, role)))
    session.flush()
    if not roles_of(session, person_id):
        session.delete(session.get_one(Capacity, person_id))
        session.flush()


def roles_of(session: Session, person_id: UUID) -> frozenset[Role]:
    held = session.exec(select(RoleGrant).where(RoleGrant.person_id == person_id))
    return frozenset(one.role for one in held)
