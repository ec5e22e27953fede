"""救急: what whoever has the machine may do when nobody comes in any more.  It is written down, and others are told."""

from datetime import datetime

from sqlmodel import Session

from api.new_password import set_password
from gateways.clock import now
from models import attempts, audit, letters, people
from models.attempts import fold
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import NotFound
from models.haste import Haste
from models.letters import LetterKind
from models.people import ADMINISTRATORS, Person

WHERE = "在服务器上办理"


def unlock(uid: str) -> Person:
    """Whatever was guessed at, password or code, is forgiven.  Raises NotFound."""
    person, at = _named(uid), now()
    with unit_of_work() as session:
        _forgive(session, person)
        audit.record(session, Act.ACCOUNT_UNLOCKED, by=None, at=at, about=person.uid, why=WHERE)
        _tell_the_others(session, person, at)
    return person


def reset_password(uid: str, password: str) -> Person:
    """Every session ends; the password is changed at the next sign-in.  Raises NotFound, WeakPassword."""
    person = _named(uid)
    set_password(person, password, by=None, given=True, why=WHERE)
    with unit_of_work() as session:
        _forgive(session, person)
        _tell_the_others(session, person, now())
    return person


def _named(uid: str) -> Person:
    with reading() as session:
        person = people.find_uid(session, fold(uid))
    if person is None:
        raise NotFound(f"没有账号 {uid}。")
    return person


def _forgive(session: Session, person: Person) -> None:
    attempts.forgive(session, fold(person.uid))
    attempts.forgive_code(session, person.id)


def _tell_the_others(session: Session, person: Person, at: datetime) -> None:
    """The 三员, but not the one it is about: he may be who sits at the machine."""
    told = {one.id: one for role in sorted(ADMINISTRATORS) for one in people.holders(session, role)}
    for one in told.values():
        if one.id != person.id:
            letters.write(session, one, LetterKind.ACCOUNT_RESCUED, at=at, how=Haste.NOW)
