"""知悉记录: who opened which paper, when and how; once for each person, paper, way and day, so that a click costs nothing.

Source: 保守国家秘密法实施条例 (2024) art. 20 asks it for 机密 and above; the policy says from which level on here.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from models import powers
from models.database import Table, moment, word
from models.document import Document
from models.kinds import Labelled, Level
from models.people import Me, Person
from models.powers import Power
from models.values import local_day


class Way(Labelled):
    PAGE = "page", "打开"
    FILE = "file", "看附件"
    PRINT = "print", "打印"


class Opening(Table, table=True):
    """The first time that somebody opened a paper in this way on this day."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    way: Way = word(Way, primary_key=True)
    day: date = Field(sa_type=Date, primary_key=True)
    at: datetime = moment(index=True)


@dataclass(frozen=True)
class Line:
    """One line of the record, as those who watch over it see it: a number, never a title."""

    at: datetime
    uid: str
    name: str
    number: str
    way: Way


def is_owed(session: Session, document: Document, person_id: UUID, way: Way, *, at: datetime) -> bool:
    """Whether this opening is to be written down and is not yet."""
    lowest = Level(policy().secrecy.record_readers_from)
    if document.level.rank < lowest.rank:
        return False
    return session.get(Opening, (document.id, person_id, way, local_day(at))) is None


def write(session: Session, document: Document, person_id: UUID, way: Way, *, at: datetime) -> None:
    """Of two windows that open at once, one writes."""
    opening = Opening(document_id=document.id, person_id=person_id, way=way, day=local_day(at), at=at)
    with suppress(IntegrityError), session.begin_nested():
        session.add(opening)


def of_document(session: Session, document_id: UUID) -> list[tuple[Opening, Person]]:
    """Oldest first."""
    found = select(Opening, Person).join(Person, col(Person.id) == Opening.person_id)
    return list(session.exec(found.where(Opening.document_id == document_id).order_by(col(Opening.at))))


def lines(session: Session, me: Me, *, most: int, number: str = "", uid: str = "") -> list[Line]:
    """Newest first, for the 安全保密管理员.  Raises NotYourRole."""
    powers.must_have(me, Power.SEE_READERS)
    found = select(Opening, Person, Document.number, Document.serial).join(Person).join(Document)
    if number:
        found = found.where(Document.number == number)
    if uid:
        found = found.where(Person.uid == uid)
    rows = session.exec(found.order_by(col(Opening.at).desc()).limit(most))
    return [
        Line(o.at, p.uid, p.name, number or _("未编号件（{serial}）", serial=serial), o.way)
        for o, p, number, serial in rows
    ]


def by_person(openings: Iterable[tuple[Opening, Person]]) -> dict[UUID, list[Opening]]:
    """The openings of each person, whoever came first first."""
    found: dict[UUID, list[Opening]] = {}
    for opening, person in openings:
        found.setdefault(person.id, []).append(opening)
    return found
