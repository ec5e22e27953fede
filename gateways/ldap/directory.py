"""LDAP 名录: the directory says who somebody is; the product says whether he or she has an account, and what it may do."""

from sqlmodel import col, select, update

from config.language import _
from gateways import passwords
from gateways.clock import now
from gateways.directory import LocalDirectory, WrongPassword
from gateways.ldap import proof
from gateways.ldap.dial import Unreachable
from gateways.ldap.schema import Unreadable
from models import attempts, people
from models.attempts import Attempts, fold
from models.database import reading, unit_of_work
from models.errors import NotNow, NotYours
from models.people import Person
from models.roster import Listed


class DirectoryDown(NotNow):
    def __init__(self) -> None:
        super().__init__(_("目录服务暂时不可用，请稍后再试；已登录的不受影响，应急的本地账号仍可登录。"))


class NotEnrolled(NotYours):
    """Only whoever showed the right password hears this."""

    def __init__(self) -> None:
        super().__init__(_("您的目录账号有效，但本系统的名册里还没有您，请联系系统管理员同步名册。"))


class LdapDirectory:
    """Local accounts first: who has a password here is never asked about elsewhere."""

    def check(self, uid: str, password: str) -> Person:
        """Raises WrongPassword, attempts.Locked, DirectoryDown, NotEnrolled."""
        if not passwords.well_formed(uid) or not passwords.well_formed(password):
            raise WrongPassword()
        name = fold(uid)
        if _has_a_password_here(name):
            return LocalDirectory().check(uid, password)
        if not proof.may_be_a_name(name):
            raise WrongPassword()
        found = _proved(name, password)
        with unit_of_work() as session:
            attempts.forgive(session, name)
            attempts.forgive(session, fold(found.uid))
        return _account(found)


def _proved(name: str, password: str) -> Listed:
    """Counted under the typed name, and under the account's own where that is another."""
    tried = [name]
    _count(name)

    def count_too(account: str) -> None:
        if account != name:
            _count(account)
            tried.append(account)

    try:
        found = proof.prove(name, password, count_too)
    except Unreachable:
        _not_made(tried)
        raise DirectoryDown() from None
    except Unreadable:
        raise WrongPassword() from None
    if found is None or not found.enabled:
        raise WrongPassword()
    return found


def _has_a_password_here(name: str) -> bool:
    with reading() as session:
        person = people.find_uid(session, name)
        return bool(person and person.password and person.directory_id is None)


def _account(found: Listed) -> Person:
    """By identity, never by name: whoever is called the same tomorrow is somebody else."""
    with reading() as session:
        person = session.exec(select(Person).where(Person.directory_id == found.id)).one_or_none()
    if person is None:
        raise NotEnrolled()
    if not person.active:
        raise WrongPassword()
    return person


def _count(name: str) -> None:
    with unit_of_work() as session:
        attempts.count(session, name, at=now())


def _not_made(names: list[str]) -> None:
    """Nobody said whether the password was right: the try is taken back, the ones before it are not."""
    with unit_of_work() as session:
        tried = update(Attempts).where(col(Attempts.name).in_(names), col(Attempts.number) > 0)
        session.exec(tried.values(number=Attempts.number - 1))
