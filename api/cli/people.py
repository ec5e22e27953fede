"""人员: the acts behind ``jiyao user``."""

from typing import Any

from sqlmodel import Session, col, select

from config.settings import settings
from gateways import directory
from gateways.clock import now
from models import accounts, audit, first_run, password_history
from models.accounts import Newcomer
from models.attempts import fold
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import Malformed, NotFound
from models.people import Office, Person, Role, find_uid, grant, roles_of


def new_person(
    uid: str, name: str, office: str, roles: list[str], post: str, mail: str, password: str
) -> Person:
    """Raises Taken, HandedOver, RoleConflict, WeakPassword, Malformed."""
    wanted, at = [_role(one) for one in roles], now()
    with unit_of_work() as session:
        if wanted and first_run.finish_if_due(session, at):
            raise first_run.HandedOver(f"{settings().public_url}/people")
        newcomer = Newcomer(uid, name, _office(session, office), post, mail)
        person = accounts.open_account(session, newcomer, by=accounts.SHELL, at=at)
        directory.set_password(person, password)
        password_history.keep(session, person, person.password, at=at, given=True)
        for role in wanted:
            grant(session, person, role)
            audit.record(session, Act.ROLE_GIVEN, by=None, at=at, about=person.uid, why=role.label)
        return person


def close_account(uid: str) -> Person:
    """Raises NotFound, ClosedAlready, LastOfItsKind."""
    with unit_of_work() as session:
        person = find_uid(session, fold(uid))
        if person is None:
            raise NotFound(f"没有账号 {uid}。")
        return accounts.close_account(session, person.id, "命令行", by=accounts.SHELL, at=now())


def finish_setup() -> None:
    """From now on rights change on the pages alone.  Raises NotYetComplete."""
    with unit_of_work() as session:
        first_run.finish(session, now())


def setup_state() -> tuple[bool, list[str]]:
    """Whether it is over, and who of the 三员 is missing."""
    with reading() as session:
        return first_run.is_over(session), [role.label for role in first_run.missing(session)]


def everybody() -> list[dict[str, Any]]:
    """By department, then by account."""
    by_office = select(Person, Office).join(Office).order_by(col(Person.office_code), col(Person.uid))
    with reading() as session:
        return [
            {
                "uid": person.uid,
                "name": person.name,
                "office": office.name,
                "post": person.post,
                "roles": [role.label for role in sorted(roles_of(session, person.id))],
                "mail": person.mail,
                "state": "在用" if person.active else "停用",
            }
            for person, office in session.exec(by_office)
        ]


def _office(session: Session, said: str) -> str:
    """``YWB``, or ``YWB=医务部`` to found it."""
    code, _, name = said.partition("=")
    if session.get(Office, code):
        return code
    if not name:
        raise Malformed(f"没有部门 {code}；新部门请写作 {code}=部门名称。", "office")
    return accounts.found_office(session, code, name, by=accounts.SHELL, at=now()).code


def _role(said: str) -> Role:
    for role in Role:
        if said in (role.value, role.label):
            return role
    raise Malformed(f"没有角色“{said}”；可用的是：{'、'.join(role.label for role in Role)}。", "role")
