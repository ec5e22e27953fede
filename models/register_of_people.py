"""人员名册: who works here, with which rights; there for the 三员 and for whoever may be asked to confirm."""

from uuid import UUID

from sqlmodel import Session, col, select

from models import powers
from models.errors import NotFound
from models.people import Me, Office, Person
from models.powers import Power


def must_see(me: Me) -> None:
    """Raises NotFound: for the others there is no such register."""
    if not powers.has(me, Power.SEE_PEOPLE):
        raise NotFound()


def everybody(session: Session, me: Me) -> list[tuple[Person, Office]]:
    """By department, then by account.  Raises NotFound."""
    must_see(me)
    found = select(Person, Office).join(Office, col(Office.code) == Person.office_code)
    return list(session.exec(found.order_by(col(Person.office_code), col(Person.uid))))


def find(session: Session, person_id: UUID, me: Me) -> Person:
    """Raises NotFound."""
    must_see(me)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound()
    return person
