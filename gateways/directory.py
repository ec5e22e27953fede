"""名录: who is who.  Everything that signs people in comes through this door; behind it are the local accounts, or LDAP."""

from typing import Protocol

from sqlmodel import Session, col, select

from config.language import _
from config.settings import settings
from gateways import passwords
from gateways.clock import now
from models import attempts, people
from models.attempts import fold
from models.database import reading, unit_of_work
from models.errors import NotYours
from models.people import Person

LONGEST_UID = 64


class WrongPassword(NotYours):
    """Never says which of the two is wrong, nor whether the account is there or closed."""

    def __init__(self) -> None:
        super().__init__(_("账号或口令不对。"))


class Directory(Protocol):
    def check(self, uid: str, password: str) -> Person:
        """Call it with no transaction open.  Raises WrongPassword, attempts.Locked."""
        ...


class LocalDirectory:
    """Accounts that live in the product."""

    def check(self, uid: str, password: str) -> Person:
        name = fold(uid) if passwords.well_formed(uid) else ""
        if not 0 < len(name) <= LONGEST_UID or not passwords.well_formed(password):
            raise WrongPassword()
        with unit_of_work() as session:
            attempts.count(session, name, at=now())
        person = _find(name)
        if not passwords.fits(person.password if person else "", password) or person is None:
            raise WrongPassword()
        _welcome(person, password)
        return person


def directory() -> Directory:
    """The one that the settings name."""
    if settings().directory == "ldap":
        from gateways.ldap.directory import LdapDirectory  # ldap3 is loaded only where there is a server

        return LdapDirectory()
    return LocalDirectory()


def set_password(person: Person, password: str) -> None:
    """Raises WeakPassword: too short, blank, or with the account's name in it."""
    person.password = passwords.hashed(password, person.uid)


def _find(uid: str) -> Person | None:
    with reading() as session:
        person = people.find_uid(session, uid)
        return person if person and person.active else None


def _welcome(person: Person, password: str) -> None:
    """Forget the failed tries, and hash anew where more work is asked for now than when it was set."""
    fresh = passwords.renewed(person.password, password)
    with unit_of_work() as session:
        attempts.forgive(session, fold(person.uid))
        if fresh:
            _keep(session, person, fresh)


def _keep(session: Session, person: Person, fresh: str) -> None:
    """Unless it was set anew meanwhile."""
    unchanged = (col(Person.id) == person.id) & (col(Person.password) == person.password)
    found = session.exec(select(Person).where(unchanged).with_for_update()).one_or_none()
    if found:
        found.password = fresh
