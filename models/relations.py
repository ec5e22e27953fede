"""关联件: which cases belong together.  Each end shows it, to those alone who may know of the other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, or_, select

from config.language import _, each
from models import access
from models.database import Table, moment, word
from models.document import Document
from models.errors import Malformed, NotFound, NotNow, NotYours
from models.kinds import Labelled
from models.numbers import ReceiptNumber
from models.people import Me, Role


class RelationKind(Labelled):
    """What the other case is to this one."""

    REPLY = "reply", "复文"
    INCOMING = "incoming", "来文"
    EARLIER = "earlier", "前案"
    SUPERVISION = "supervision", "督办"
    OTHER = "other", "其他"


# What the first is to the second, seen from the second.
SEEN_FROM_THERE = each(
    {
        RelationKind.REPLY: "来文",
        RelationKind.INCOMING: "复文",
        RelationKind.EARLIER: "后案",
        RelationKind.SUPERVISION: "被督办",
        RelationKind.OTHER: "其他",
    }
)


class Relation(Table, table=True):
    """``other_id`` is the ``kind`` of ``document_id``.  ``pair`` is the same from both ends; undone, it stays."""

    __table_args__ = (
        Index(
            "uq_relation_open",
            "pair",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    other_id: UUID = Field(index=True)  # a foreign key would wait for the other end, and that one for this
    pair: str = Field(max_length=73)
    kind: RelationKind = word(RelationKind)
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    undone_by: UUID | None = Field(default=None, foreign_key="person.id")
    undone_at: datetime | None = moment(default=None)


@dataclass(frozen=True)
class Related:
    """One related case, as this end shows it."""

    relation: Relation
    document: Document
    word: str


class NoSuchCase(Malformed):
    """There is none, or it is not for these eyes: one sentence for both."""

    def __init__(self) -> None:
        super().__init__(_("没有这个收文编号，或者您不在其知悉范围内。"), "number")


class SameCase(Malformed):
    def __init__(self) -> None:
        super().__init__(_("不能与本件自身关联。"), "number")


class RelatedAlready(NotNow):
    def __init__(self, other: Document) -> None:
        super().__init__(_("与{other}已经关联；要改关系，请先解除。", other=other.label))


class NotTheRelater(NotYours):
    def __init__(self) -> None:
        super().__init__(_("关联由建立的人或机要秘书解除。"))


class CaseEnded(NotNow):
    def __init__(self, document: Document) -> None:
        standing = document.stage.label if document.stage else _("新件")
        super().__init__(
            _("{document}{standing}，不再建立或解除关联。", document=document.label, standing=standing)
        )


def relate(
    session: Session, document: Document, number: str, kind: RelationKind, *, by: Me, at: datetime
) -> Relation:
    """关联.  Raises BadNumber, NoSuchCase, SameCase, RelatedAlready, CaseEnded."""
    if document.ends:
        raise CaseEnded(document)
    other = numbered(session, number, by)
    if other.id == document.id:
        raise SameCase()
    relation = Relation(
        document_id=document.id,
        other_id=other.id,
        pair=":".join(sorted((str(document.id), str(other.id)))),
        kind=kind,
        by=by.id,
        at=at,
    )
    try:
        with session.begin_nested():
            session.add(relation)
    except IntegrityError:
        raise RelatedAlready(other) from None
    return relation


def undo(session: Session, document: Document, relation_id: UUID, *, by: Me, at: datetime) -> Relation:
    """解除: the row stays as a record.  Raises NotFound, NotTheRelater, CaseEnded."""
    if document.ends:
        raise CaseEnded(document)
    related = next((one for one in related_to(session, document, by) if one.relation.id == relation_id), None)
    if related is None:
        raise NotFound()
    if not may_undo(related.relation, by):
        raise NotTheRelater()
    related.relation.undone_by, related.relation.undone_at = by.id, at
    session.add(related.relation)
    return related.relation


def may_undo(relation: Relation, by: Me) -> bool:
    return relation.by == by.id or Role.SECRETARY in by.roles


def related_to(session: Session, document: Document, me: Me) -> list[Related]:
    """Oldest first; a case that ``me`` may not know of is not there, and is not counted."""
    ends = or_(col(Relation.document_id) == document.id, col(Relation.other_id) == document.id)
    linked = select(Relation).where(ends, col(Relation.undone_at).is_(None)).order_by(col(Relation.at))
    found = list(session.exec(linked))
    others = {one.other_id if one.document_id == document.id else one.document_id for one in found}
    if not others:
        return []
    seen = {one.id: one for one in session.exec(access.visible_to(me).where(col(Document.id).in_(others)))}
    return [_seen_from(document, one, seen) for one in found if {one.document_id, one.other_id} & seen.keys()]


def _seen_from(document: Document, relation: Relation, seen: dict[UUID, Document]) -> Related:
    if relation.document_id == document.id:
        return Related(relation, seen[relation.other_id], relation.kind.label)
    return Related(relation, seen[relation.document_id], SEEN_FROM_THERE[relation.kind])


def numbered(session: Session, number: str, by: Me) -> Document:
    """The document that bears this 收文编号, for these eyes.  Raises BadNumber, NoSuchCase."""
    bears = Document.number == str(ReceiptNumber.parse(number))
    found = session.exec(access.visible_to(by).where(bears)).one_or_none()
    if found is None:
        raise NoSuchCase()
    return found
