"""称呼: hats as people say them: 王建国, 医务部, 机要秘书."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from config.language import _
from models.people import Office, Person, Role


def called(session: Session, hats: Iterable[str]) -> dict[str, str]:
    """Names by hat, in two questions however many there are."""
    split = {hat: hat.partition(":")[::2] for hat in hats}
    people = names(session, (UUID(value) for kind, value in split.values() if kind == "person"))
    offices = {one.code: one.name for one in session.exec(select(Office))}
    return {hat: _name(kind, value, people, offices) for hat, (kind, value) in split.items()}


def names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names by id; nobody is nobody's name."""
    wanted = select(Person.id, Person.name).where(col(Person.id).in_({one for one in ids if one}))
    return dict(session.exec(wanted).all())


def _name(kind: str, value: str, people: dict[UUID, str], offices: dict[str, str]) -> str:
    if kind == "person":
        return people[UUID(value)]
    return offices[value] if kind == "office" else Role(value).label if kind == "role" else _("系统")
