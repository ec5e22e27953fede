"""改口令: judged against the former ones before any transaction is open; afterwards every session has ended."""

from config.language import _
from config.policy import policy
from gateways import passwords
from gateways.clock import now
from models import audit, half_way, password_history, signins
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import Malformed
from models.people import Me, Person


class Different(Malformed):
    def __init__(self) -> None:
        super().__init__(_("两次输入的口令不一样。"), "again")


def change(person: Person, password: str, again: str, *, address: str = "") -> None:
    """By the person, who typed it twice.  Raises Different, WeakPassword."""
    if password != again:
        raise Different()
    set_password(person, password, by=person, given=False, why="本人修改", address=address)


def set_password(
    person: Person,
    password: str,
    *,
    by: Me | Person | None,
    given: bool,
    why: str,
    address: str = "",
) -> None:
    """``given``: by somebody else, so it must be changed at the next sign-in.  Raises WeakPassword."""
    with reading() as session:
        former = password_history.former(session, session.get_one(Person, person.id))
    hashed, at = passwords.hashed(password, person.uid, former), now()
    with unit_of_work() as session:
        owner = session.get_one(Person, person.id)
        password_history.keep(session, owner, hashed, at=at, given=given)
        signins.end_all(session, owner.id)
        half_way.end_all(session, owner.id)
        audit.record(session, Act.PASSWORD_SET, by=by, at=at, about=owner.uid, why=why, address=address)


def what_a_password_is() -> str:
    least = policy().sign_in.password_length
    return _("至少{least}个字符，不含账号，不用常见的词，也不用最近用过的。", least=least)


def why_change(person: Person) -> str:
    """Why this person must choose another password before anything else; empty where not."""
    with reading() as session:
        return password_history.why_change(session, person, at=now())
