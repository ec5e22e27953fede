"""口令的来历: who set it and when, so that an old one is changed and a former one does not come back."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from models.database import Table, moment
from models.people import Person

GIVEN = _("此口令由系统管理员设定，请改成只有您本人知道的。")


class PasswordSet(Table, table=True):
    """One password a person has or had, hashed.  ``given``: somebody else chose it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kept: str
    set_at: datetime = moment()
    given: bool = False


def keep(session: Session, person: Person, hashed: str, *, at: datetime, given: bool = False) -> None:
    """From now on this is the password; of the former ones as many stay as may not come back."""
    person.password = hashed
    session.add(person)
    session.add(PasswordSet(person_id=person.id, kept=hashed, set_at=at, given=given))
    session.flush()
    for old in _sets(session, person.id)[max(policy().sign_in.passwords_kept, 1) :]:
        session.delete(old)


def former(session: Session, person: Person) -> list[str]:
    """The hashes a new password may not fit: the one in use and those before it."""
    kept = [one.kept for one in _sets(session, person.id)][: policy().sign_in.passwords_kept]
    return list(dict.fromkeys([person.password, *kept])) if person.password else kept


def why_change(session: Session, person: Person, *, at: datetime) -> str:
    """Why the password in use must be changed before anything else; empty where it need not be, or is not ours."""
    sets, days = _sets(session, person.id), policy().sign_in.password_days
    if not (sets and person.password):
        return ""
    if sets[0].given:
        return GIVEN
    aged = days and at - sets[0].set_at >= timedelta(days=days)
    return _("此口令已用满{days}天，请更换。", days=days) if aged else ""


def note_first(session: Session, person: Person, *, at: datetime) -> None:
    """A password whose origin nobody wrote down begins to age now."""
    if person.password and not _sets(session, person.id):
        session.add(PasswordSet(person_id=person.id, kept=person.password, set_at=at))


def _sets(session: Session, person_id: UUID) -> list[PasswordSet]:
    """The latest first."""
    mine = select(PasswordSet).where(PasswordSet.person_id == person_id)
    return list(session.exec(mine.order_by(col(PasswordSet.set_at).desc(), col(PasswordSet.id))))
