"""知悉范围: who may know that a document exists.  Every page's query starts from visible_to()."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, col, exists, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.database import Table, moment
from models.document import Document
from models.errors import NotFound
from models.inbox import Task, lent_to
from models.people import ADMINISTRATORS, Me, Person, Role
from models.values import Level

FEW = 3_000  # documents


class Knower(Table, table=True):
    """One name in a document's 知悉范围: a person, a department or a role (see people.to_person)."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    hat: str = Field(primary_key=True, max_length=60, index=True)
    since: datetime = moment()


def let_know(session: Session, document_id: UUID, *hats: str, at: datetime) -> None:
    """Put names into the 知悉范围; twice is the same as once."""
    named = select(Knower.hat).where(Knower.document_id == document_id, col(Knower.hat).in_(hats))
    new = dict.fromkeys(hats).keys() - set(session.exec(named))
    session.add_all([Knower(document_id=document_id, hat=hat, since=at) for hat in new])
    session.flush()


def knowers(session: Session, document_id: UUID) -> set[str]:
    """The names in the 知悉范围."""
    return set(session.exec(select(Knower.hat).where(Knower.document_id == document_id)))


def may_know(person: Person, document: Document) -> bool:
    """In office, and cleared for the level: nobody else is ever asked, told or mailed."""
    return person.active and person.clearance.rank >= document.level.rank


def visible_to(me: Me, *, few: bool = False) -> SelectOfScalar[Document]:
    """The only ``select(Document)`` a page may start from: in the 知悉范围 *and* cleared for the level.

    A substitute also knows what now waits for those who delegated it to him, as far as he is cleared.
    The 机要秘书 keeps the register and knows every document in it.  三员 know none.
    ``few`` changes the road and not the answer: from the names to the documents, see knows_few().
    """
    if me.roles & ADMINISTRATORS:
        return select(Document).where(col(Document.id).is_(None))
    cleared = select(Document).where(col(Document.level).in_(_levels_up_to(me.person.clearance)))
    if Role.SECRETARY in me.roles:
        return cleared
    named = _named(tuple(me.hats), few)
    return cleared.where(or_(named, _lent(me, few)) if me.stands_in else named)


@lru_cache
def _levels_up_to(clearance: Level) -> list[Level]:
    return [level for level in Level if level.rank <= clearance.rank]


@lru_cache(maxsize=1_000)
def _named(hats: tuple[str, ...], few: bool) -> ColumnElement[bool]:
    """Kept, because every look at a document needs it and making it takes as long as asking it."""
    mine = col(Knower.hat).in_(hats)
    if few:
        return col(Document.id).in_(select(Knower.document_id).where(mine))
    return exists().where(col(Knower.document_id) == Document.id, mine)


def _lent(me: Me, few: bool) -> ColumnElement[bool]:
    """A substitute knows what waits for him in another's place, and only while it does."""
    if few:
        return col(Document.id).in_(select(Task.document_id).where(lent_to(me)).correlate(None))
    waits = exists().where(col(Task.document_id) == Document.id, lent_to(me))
    return waits.correlate(Document)  # whoever asks may look at tasks too: at others than these


def knows_few(session: Session, me: Me) -> bool:
    """Whether this person's documents are sooner gone through than the whole register."""
    if Role.SECRETARY in me.roles:
        return False
    some = select(Knower.document_id).where(col(Knower.hat).in_(me.hats)).limit(FEW).subquery()
    return session.exec(select(func.count()).select_from(some)).one() < FEW


def is_seen_by(me: Me) -> ColumnElement[bool]:
    """What visible_to() asks, for a query that begins with another table and joins Document."""
    asked = visible_to(me).whereclause
    assert asked is not None
    return asked


def find(session: Session, document_id: UUID, me: Me, *, to_change: bool = False) -> Document:
    """The document, if this person may know of it.  Raises NotFound: "not there" and "not for you" are one.

    ``to_change`` locks the row until the transaction ends, so that acts on one document queue up; whoever only
    writes a row that points at it need not wait.
    """
    query = visible_to(me).where(Document.id == document_id)
    found = session.exec(
        query.with_for_update(of=Document, key_share=True) if to_change else query
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found
