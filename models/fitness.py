"""Who can be asked: in office, cleared for the level, and there (or with a substitute who is)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _
from models import delegations
from models.document import Document
from models.errors import Malformed
from models.people import ADMINISTRATORS, Person, roles_of, to_person, wearers

LEFT = _("已离任")
NOT_CLEARED = _("密级不符")
AWAY = _("外出且未委托")
NOBODY = _("该岗位无人可办")
KEPT_OUT = _("系三员，不办文件")


class CannotBeAsked(Malformed):
    """Whoever is named must be able to do it."""

    def __init__(self, name: str, why: str, field: str) -> None:
        super().__init__(_("{name}{why}，请另选人员。", name=name, why=why), field)


def obstacle(session: Session, hat: str, document: Document, *, at: datetime) -> str:
    """Why nobody behind ``hat`` can be asked about this document now; empty when somebody can."""
    if hat.startswith("person:"):
        return _personal(session, session.get_one(Person, UUID(hat.removeprefix("person:"))), document, at)
    able = (_personal(session, person, document, at) for person in wearers(session, hat))
    return "" if any(not why for why in able) else NOBODY


def must_be_able(
    session: Session, person_id: UUID, document: Document, *, field: str, at: datetime
) -> Person:
    """The person.  Raises CannotBeAsked."""
    person = session.get(Person, person_id)
    if person is None:
        raise CannotBeAsked(_("所选人员"), _("不在人员名册中"), field)
    if why := _personal(session, person, document, at):
        raise CannotBeAsked(person.name, why, field)
    return person


def unfit(session: Session, hat: str, document: Document) -> str:
    """Why this person may not answer himself: he left, or is not cleared.  Away is another matter."""
    person = session.get_one(Person, UUID(hat.removeprefix("person:")))
    return _barred(session, person, document)


def _personal(session: Session, person: Person, document: Document, at: datetime) -> str:
    hat = to_person(person.id)
    if delegations.substitute_of(session, person.id, hat, at, level=document.level):
        return ""
    return _barred(session, person, document) or (AWAY if delegations.is_away(session, person.id, at) else "")


def _barred(session: Session, person: Person, document: Document) -> str:
    if not person.active:
        return LEFT
    if roles_of(session, person.id) & ADMINISTRATORS:
        return KEPT_OUT
    return NOT_CLEARED if person.clearance.rank < document.level.rank else ""
