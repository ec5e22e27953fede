"""账号: to open and close them, and to found departments.  An account as such may do nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from config.language import _
from models import audit, leaving, powers
from models.attempts import fold
from models.audit_words import Act
from models.errors import Malformed, NotFound, NotNow
from models.people import Me, Office, Person, find_uid, roles_of
from models.possible_rights import must_not_be_last
from models.powers import Power
from models.values import mail_address, one_line, words

LONGEST_UID = 64
SHELL = None  # whoever has the machine: what ``by`` says of ``jiyao user``


@dataclass(frozen=True)
class Newcomer:
    uid: str
    name: str
    office: str
    post: str = ""
    mail: str = ""


class Taken(NotNow):
    def __init__(self, uid: str) -> None:
        super().__init__(_("账号 {uid} 已经有了。", uid=uid))


class ClosedAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此账号已经停用。"))


class NotOnesOwn(NotNow):
    def __init__(self) -> None:
        super().__init__(_("不能停用本人的账号，请由另一名系统管理员办理。"))


class OfficeThere(NotNow):
    def __init__(self, code: str) -> None:
        super().__init__(_("部门代码 {code} 已经有了。", code=code))


def open_account(session: Session, newcomer: Newcomer, *, by: Me | None, at: datetime) -> Person:
    """No role and no password yet.  Raises NotYourRole, Taken, Malformed."""
    _must_keep_accounts(by)
    uid = fold(one_line(newcomer.uid, LONGEST_UID, _("账号"), field="uid"))
    if find_uid(session, uid):
        raise Taken(uid)
    if session.get(Office, newcomer.office) is None:
        raise Malformed(_("没有这个部门，请先设置部门。"), "office")
    person = Person(
        uid=uid,
        name=one_line(newcomer.name, 40, _("姓名"), field="name"),
        post=one_line(newcomer.post, 60, _("职务"), field="post") if newcomer.post else "",
        office_code=newcomer.office,
        mail=mail_address(newcomer.mail) if newcomer.mail else "",
    )
    session.add(person)
    session.flush()
    audit.record(session, Act.ACCOUNT_OPENED, by=by, at=at, about=uid, why=_how(by))
    return person


def close_account(session: Session, person_id: UUID, why: str, *, by: Me | None, at: datetime) -> Person:
    """Signed out everywhere at once.  Raises NotYourRole, NotFound, ClosedAlready, NotOnesOwn, LastOfItsKind."""
    _must_keep_accounts(by)
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound()
    if not person.active:
        raise ClosedAlready()
    if by and by.id == person_id:
        raise NotOnesOwn()
    for role in roles_of(session, person_id):
        must_not_be_last(session, person, role)
    leaving.close_account(session, person, by=by, at=at, why=words(why, 200, "停用理由", field="words"))
    return person


def found_office(session: Session, code: str, name: str, *, by: Me | None, at: datetime) -> Office:
    """Raises NotYourRole, OfficeThere, Malformed."""
    _must_keep_accounts(by)
    code = code.upper()
    if not (code.isascii() and code.isalnum() and len(code) <= 8):
        raise Malformed(_("部门代码应为不超过8位的字母和数字。"), "office")
    if session.get(Office, code):
        raise OfficeThere(code)
    office = Office(code=code, name=one_line(name, 60, _("部门名称"), field="name"))
    session.add(office)
    session.flush()
    audit.record(session, Act.OFFICE_FOUNDED, by=by, at=at, about=code, why=_how(by))
    return office


def offices(session: Session) -> list[Office]:
    return list(session.exec(select(Office).order_by(col(Office.code))))


def _must_keep_accounts(by: Me | None) -> None:
    if by is not SHELL:
        powers.must_have(by, Power.KEEP_ACCOUNTS)


def _how(by: Me | None) -> str:
    return _("命令行") if by is SHELL else ""
