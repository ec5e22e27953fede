"""收件人: the people and departments a document can be sent to, and why it cannot be sent to the others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from config.language import _, listed
from models.access import may_know
from models.document import Document
from models.errors import Malformed
from models.people import ADMINISTRATORS, Office, Person, RoleGrant, to_office, to_person, wearers_of

NAMED = 5  # in one sentence


@dataclass(frozen=True)
class Addressee:
    """``people``: who behind the hat may know of the document; ``why_not`` says why there is nobody."""

    hat: str
    name: str
    people: tuple[Person, ...]
    why_not: str = ""


class NoSuchAddressee(Malformed):
    def __init__(self, field: str) -> None:
        super().__init__(_("所选人员或部门不在本院名册中，请重新选择。"), field)


class CannotBeSent(Malformed):
    def __init__(self, found: Collection[Addressee], field: str) -> None:
        super().__init__(_("{found}，不能送达，请从名单中去掉。", found=obstacles(found)), field)


def obstacles(unreached: Collection[Addressee]) -> str:
    """Why they cannot be reached, each reason once."""
    names: dict[str, list[str]] = {}
    for one in unreached:
        names.setdefault(one.why_not, []).append(one.name)
    return listed((some(called) + why for why, called in names.items()), "；")


def some(names: Sequence[str]) -> str:
    """A few names, and how many there are when there are more."""
    return listed(names[:NAMED]) + (_("等{many}处", many=len(names)) if len(names) > NAMED else "")


def must_reach(session: Session, document: Document, hats: Collection[str], *, field: str) -> list[Addressee]:
    """Everybody named, in order.  Raises NoSuchAddressee, CannotBeSent."""
    found = look_up(session, document, hats)
    if len(found) < len(hats):
        raise NoSuchAddressee(field)
    if unreached := [one for one in found if one.why_not]:
        raise CannotBeSent(unreached, field)
    return found


def look_up(session: Session, document: Document, hats: Collection[str]) -> list[Addressee]:
    """Those of ``hats`` that there are, in order."""
    people = {to_person(person.id): person for person in _people(session, hats)}
    offices = {to_office(office.code): office for office in _offices(session, hats)}
    behind, aloof = wearers_of(session, [*people, *offices]), _administrators(session)
    found = []
    for hat in (hat for hat in hats if hat in behind):
        may = tuple(one for one in behind[hat] if may_know(one, document) and one.id not in aloof)
        why = "" if may else _why_not(document, people.get(hat), behind[hat], aloof)
        found.append(Addressee(hat, (people.get(hat) or offices[hat]).name, may, why))
    return found


def departments(session: Session, document: Document) -> list[Addressee]:
    """Every department, by its code."""
    codes = session.exec(select(Office.code).order_by(col(Office.code)))
    return look_up(session, document, [to_office(code) for code in codes])


def persons(session: Session, document: Document) -> list[tuple[Person, Office]]:
    """Everybody who may know of the document, by department and account."""
    found = session.exec(select(Person, Office).join(Office).order_by(col(Office.code), col(Person.uid)))
    aloof = _administrators(session)
    return [row for row in found if may_know(row[0], document) and row[0].id not in aloof]


def _why_not(document: Document, person: Person | None, behind: list[Person], aloof: set[UUID]) -> str:
    if person is None and not behind:
        return _("没有在任的负责人或承办人")
    if person is None:
        return _("的负责人和承办人未获准接触“{level}”文件", level=document.level.label)
    if not person.active:
        return _("已离任")
    return (
        _("是管理员，不接触公文")
        if person.id in aloof
        else _("未获准接触“{level}”文件", level=document.level.label)
    )


def _people(session: Session, hats: Collection[str]) -> list[Person]:
    ids = [UUID(hat.removeprefix("person:")) for hat in hats if hat.startswith("person:")]
    return list(session.exec(select(Person).where(col(Person.id).in_(ids)))) if ids else []


def _offices(session: Session, hats: Collection[str]) -> list[Office]:
    codes = [hat.removeprefix("office:") for hat in hats if hat.startswith("office:")]
    return list(session.exec(select(Office).where(col(Office.code).in_(codes)))) if codes else []


def _administrators(session: Session) -> set[UUID]:
    """三员 read no documents."""
    return set(session.exec(select(RoleGrant.person_id).where(col(RoleGrant.role).in_(ADMINISTRATORS))))
