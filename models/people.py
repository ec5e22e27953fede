"""人员: who is who here, and which hats each wears."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _, listed
from models import granted
from models.database import Table, moment, word
from models.errors import NotYours
from models.granted import RoleConflict as RoleConflict
from models.granted import RoleGrant as RoleGrant
from models.granted import roles_of as roles_of
from models.hats import StandIn as StandIn
from models.hats import to_office as to_office
from models.hats import to_person as to_person
from models.hats import to_role as to_role
from models.roles import ADMINISTRATORS as ADMINISTRATORS
from models.roles import ROLE_LABELS as ROLE_LABELS
from models.roles import SPEAKS_FOR_OFFICE as SPEAKS_FOR_OFFICE
from models.roles import Role as Role
from models.values import Level


class Office(Table, table=True):
    """A department; its code is the 机构 part of the 档号."""

    code: str = Field(primary_key=True, max_length=8)
    name: str = Field(max_length=60)


class Person(Table, table=True):
    """``directory_id``: entryUUID or objectGUID, where the LDAP directory says who this is."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    uid: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=40)
    post: str = Field(default="", max_length=60)
    office_code: str = Field(foreign_key="office.code")
    mail: str = Field(default="", max_length=254)
    clearance: Level = word(Level, default=Level.INTERNAL)
    password: str = ""
    active: bool = True
    closed_at: datetime | None = moment(default=None)
    language: str | None = Field(
        default=None, max_length=8
    )  # of pages and mails; None: never chosen, Chinese
    directory_id: str | None = Field(default=None, unique=True, max_length=36)
    gone: bool = False  # closed because the directory knows him no more; he may come back with it


class NotSubstitute(NotYours):
    def __init__(self) -> None:
        super().__init__(_("您没有受此人委托，或者委托已经到期、撤销。"))


class NotYourRole(NotYours):
    def __init__(self, roles: Iterable[Role]) -> None:
        super().__init__(_("此事由{roles}办理。", roles=listed((role.label for role in roles), "或")))


@dataclass(frozen=True)
class Me:
    """Somebody at work: the person, the roles read together with him or her, and the hats worn for others.

    ``behalf_of`` is set where an act is done for somebody else: then only what is asked of that one counts.
    """

    person: Person
    roles: frozenset[Role]
    stands_in: tuple[StandIn, ...] = ()
    behalf_of: UUID | None = None

    @property
    def id(self) -> UUID:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def hats(self) -> list[str]:
        """Every name under which work or knowledge may be addressed to this person."""
        mine = [to_person(self.id), *(to_role(role) for role in sorted(self.roles))]
        return [*mine, to_office(self.person.office_code)] if self.roles & SPEAKS_FOR_OFFICE else mine

    @property
    def may_answer(self) -> list[str]:
        """Own hats, and those worn for others."""
        return [*self.hats, *(one.hat for one in self.stands_in)]

    @property
    def answers(self) -> list[str]:
        """The hats of whom this act is done for."""
        return [one.hat for one in self._lent] if self.behalf_of else self.hats

    @property
    def signs_as(self) -> str:
        """How a record names whoever acts: 周强, or 周强代王建国."""
        return (
            _("{name}代{behalf_name}", name=self.name, behalf_name=self.behalf_name)
            if self.behalf_of
            else self.name
        )

    def acting_for(self, principal_id: UUID | None) -> "Me":
        """The same person, doing one act for somebody else; None: for no one else.  Raises NotSubstitute."""
        acting = replace(self, behalf_of=principal_id)
        if principal_id and not acting._lent:
            raise NotSubstitute()
        return acting

    def answering(self, hat: str) -> "Me":
        """The same person as whoever answers ``hat``: for the first who lent it, else for no one else."""
        return self.acting_for(next((one.principal_id for one in self.stands_in if one.hat == hat), None))

    @property
    def in_others_place(self) -> list["Me"]:
        """The same person once for everybody for whom he or she stands in."""
        return [self.acting_for(one) for one in dict.fromkeys(one.principal_id for one in self.stands_in)]

    @property
    def behalf_name(self) -> str:
        """王建国, for whom this act is done; empty where for no one else."""
        return self._lent[0].name if self.behalf_of else ""

    @property
    def _lent(self) -> list[StandIn]:
        return [one for one in self.stands_in if one.principal_id == self.behalf_of]

    def must_be(self, *roles: Role) -> None:
        """Raises NotYourRole unless one of ``roles`` is granted."""
        if not self.roles.intersection(roles):
            raise NotYourRole(roles)


def grant(session: Session, person: Person, role: Role) -> RoleGrant:
    """What the set-up gives directly.  Raises RoleConflict."""
    return granted.give(session, person.id, role)


def me(session: Session, person: Person) -> Me:
    return Me(person, roles_of(session, person.id))


def find_uid(session: Session, uid: str) -> Person | None:
    return session.exec(select(Person).where(Person.uid == uid)).one_or_none()


def holders(session: Session, role: Role) -> list[Person]:
    """Active people with a role, by name of their account."""
    granted = select(RoleGrant.person_id).where(RoleGrant.role == role)
    wearing = select(Person).where(col(Person.id).in_(granted), col(Person.active))
    return list(session.exec(wearing.order_by(Person.uid)))


def workers(session: Session) -> list[Person]:
    """Active people who may be given papers: everybody but the 三员, by account."""
    kept_out = select(RoleGrant.person_id).where(col(RoleGrant.role).in_(ADMINISTRATORS))
    able = select(Person).where(col(Person.active), col(Person.id).not_in(kept_out))
    return list(session.exec(able.order_by(Person.uid)))


def wearers(session: Session, hat: str) -> list[Person]:
    """The active people behind a hat: whom a mail to it reaches."""
    return wearers_of(session, [hat])[hat]


def wearers_of(session: Session, hats: Collection[str]) -> dict[str, list[Person]]:
    """The same for many hats, in as many questions as there are kinds of them."""
    found: dict[str, list[Person]] = {hat: [] for hat in hats}
    for role in Role:
        if to_role(role) in found:
            found[to_role(role)] = holders(session, role)
    if named := [UUID(hat.removeprefix("person:")) for hat in hats if hat.startswith("person:")]:
        for person in session.exec(select(Person).where(col(Person.id).in_(named), col(Person.active))):
            found[to_person(person.id)].append(person)
    if any(hat.startswith("office:") for hat in hats):
        speaking = {p.id: p for role in sorted(SPEAKS_FOR_OFFICE) for p in holders(session, role)}
        for person in speaking.values():
            found.get(to_office(person.office_code), []).append(person)
    return found
