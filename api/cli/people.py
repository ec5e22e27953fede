"""人员: the acts behind ``jiyao user``."""

from typing import Any

from sqlmodel import Session, col, select

from config.policy import policy
from gateways import directory
from gateways.clock import now
from models import leaving, signins
from models.attempts import fold
from models.database import reading, unit_of_work
from models.errors import Malformed, NotFound, NotNow
from models.people import Office, Person, Role, find_uid, grant, roles_of
from models.values import mail_address, one_line


class Taken(NotNow):
    def __init__(self, uid: str) -> None:
        super().__init__(f"账号 {uid} 已经有了。")


def new_person(
    uid: str, name: str, office: str, roles: list[str], post: str, mail: str, password: str
) -> Person:
    """Raises Taken, RoleConflict, WeakPassword, Malformed."""
    uid, most = fold(one_line(uid, directory.LONGEST_UID, "账号")), policy().fields
    with unit_of_work() as session:
        if find_uid(session, uid):
            raise Taken(uid)
        person = Person(
            uid=uid,
            name=one_line(name, min(most.name, 40), "姓名"),
            post=one_line(post, 60, "职务") if post else "",
            office_code=_office(session, office),
            mail=mail_address(mail) if mail else "",
        )
        directory.set_password(person, password)
        session.add(person)
        session.flush()
        for role in roles:
            grant(session, person, _role(role))
        return person


def close_account(uid: str) -> Person:
    """Raises NotFound."""
    with unit_of_work() as session:
        person = find_uid(session, fold(uid))
        if person is None:
            raise NotFound(f"没有账号 {uid}。")
        person.active = False
        signins.end_all(session, person.id)
        leaving.look_again(session, person.id, at=now())
        return person


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
    if not (code.isascii() and code.isalnum() and len(code) <= 8):
        raise Malformed("部门代码应为不超过8位的字母和数字。", "office")
    session.add(Office(code=code.upper(), name=one_line(name, 60, "部门名称")))
    session.flush()
    return code.upper()


def _role(said: str) -> Role:
    for role in Role:
        if said in (role.value, role.label):
            return role
    raise Malformed(f"没有角色“{said}”；可用的是：{'、'.join(role.label for role in Role)}。", "role")
