"""入册: the plan becomes accounts, all of it in one transaction, one line of the journal for each person."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from config.policy import policy
from models import audit, grants, leaving, propose_rights, roster
from models.audit_words import Act
from models.grants import Kind
from models.people import Me, Office, Person
from models.roster import Change, Known, Listed, Plan
from models.signins import SignIn

LEFT = "目录中已停用或删除"


def plan(
    session: Session,
    listed: Iterable[Listed],
    adopt: Collection[str] = (),
    unclear: Collection[str] = (),
    *,
    at: datetime,
) -> Plan:
    """What a synchronisation would do now."""
    persons = list(session.exec(select(Person).order_by(Person.uid)))
    made = roster.plan(listed, persons, departments(session), adopt=adopt, unclear=unclear)
    made.moved = [one for one in made.moved if not _is_answered(session, one, at)]
    return made


def departments(session: Session) -> Mapping[str, str]:
    """Whatever the directory may call a department → its code: its name, its code, and the policy's table."""
    ours = {name: one.code for one in session.exec(select(Office)) for name in (one.name, one.code)}
    codes = set(ours.values())
    return ours | {name: code for name, code in policy().directory.offices.items() if code in codes}


def apply(session: Session, plan: Plan, *, by: Me | None, at: datetime, force: bool = False) -> None:
    """Raises TooManyLeave, unless somebody who looked says ``force``."""
    if not force:
        of = len(list(session.exec(select(Person.id).where(_from_directory()))))
        roster.must_be_likely(len(plan.gone), of, policy().directory.leave_percent)
    for known in plan.new:
        session.add(_opened(known))
        audit.record(session, Act.ACCOUNT_OPENED, by=by, at=at, about=known.uid, why="目录同步")
    for changes, then in ((plan.changed, _note), (plan.back, _readmit), (plan.adopted, _adopt)):
        for change in changes:
            then(session, _changed(session, change), change, by, at)
    for move in plan.moved:
        person = session.get_one(Person, move.person_id)
        propose_rights.move(session, person, move.known.office, at=at)
    for person in plan.gone:
        leaving.close_account(session, session.get_one(Person, person.id), by=by, at=at, why=LEFT, gone=True)


def signed_in(session: Session) -> list[Person]:
    """Whoever of the directory's people is at work now: whom it is worth asking about again."""
    here = select(SignIn.person_id)
    return list(session.exec(select(Person).where(_from_directory(), col(Person.id).in_(here))))


def _is_answered(session: Session, move: Change, at: datetime) -> bool:
    return grants.is_answered(session, move.person_id, Kind.MOVE, move.known.office, at=at)


def _from_directory() -> ColumnElement[bool]:
    return col(Person.directory_id).is_not(None) & col(Person.active)


def _opened(known: Known) -> Person:
    """No role, no password: the product says what somebody may do, the directory only who it is."""
    return Person(
        uid=known.uid, name=known.name, mail=known.mail, office_code=known.office, directory_id=known.id
    )


def _changed(session: Session, change: Change) -> Person:
    person, known = session.get_one(Person, change.person_id), change.known
    person.uid, person.name, person.mail = known.uid, known.name, known.mail
    person.directory_id = known.id
    session.add(person)
    session.flush()
    return person


def _note(session: Session, person: Person, change: Change, by: Me | None, at: datetime) -> None:
    told = f"目录同步：{'、'.join(change.what)}"
    audit.record(session, Act.ACCOUNT_CHANGED, by=by, at=at, about=person.uid, why=told)


def _readmit(session: Session, person: Person, _change: Change, by: Me | None, at: datetime) -> None:
    leaving.come_back(session, person, by=by, at=at, why="目录中已恢复")


def _adopt(session: Session, person: Person, _change: Change, by: Me | None, at: datetime) -> None:
    """From now on the directory's password opens this account, and the old one nothing."""
    person.password, person.active, person.gone, person.closed_at = "", True, False, None
    session.add(person)
    audit.record(session, Act.ACCOUNT_CHANGED, by=by, at=at, about=person.uid, why="改由目录核实身份")
