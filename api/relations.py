"""关联件: which cases belong to this one, for those who may know of both."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.acts import on_document
from api.deps import Looking, Reader, TheDocument
from api.forms import Form, choose
from api.offers import form_on, offered_always
from api.sent import Sent
from config.language import _
from models import relations
from models.document import Document
from models.people import Me
from models.relations import RelationKind

api = APIRouter(prefix="/api/v1", tags=["reading"])


class RelationSent(Sent):
    number: str = Field(title=_("收文编号"))
    kind: RelationKind = Field(title=_("关系"))


class RelationRemovalSent(Sent):
    relation_id: UUID = Field(title=_("关联"))


class RelationOut(BaseModel):
    """A related case.  ``word``: what it is to the one that was asked about."""

    id: UUID
    document_id: UUID
    number: str
    title: str
    word: str
    at: datetime


@on_document("relation", RelationSent, beside=True)
def relate(session: Session, document: Document, sent: RelationSent, me: Me, at: datetime) -> object:
    """关联"""
    return relations.relate(session, document, sent.number, sent.kind, by=me, at=at)


@on_document("relation-removal", RelationRemovalSent, beside=True)
def undo(session: Session, document: Document, sent: RelationRemovalSent, me: Me, at: datetime) -> object:
    """解除关联"""
    return relations.undo(session, document, sent.relation_id, by=me, at=at)


@api.get("/documents/{document_id}/relations", operation_id="list_relations", summary="关联件")
def list_relations(document: TheDocument, session: Looking, me: Reader) -> list[RelationOut]:
    return [
        RelationOut(
            id=one.relation.id,
            document_id=one.document.id,
            number=one.document.label,
            title=one.document.title,
            word=one.word,
            at=one.relation.at,
        )
        for one in relations.related_to(session, document, me)
    ]


@offered_always
def relation_form(_session: Session, document: Document, _me: Me) -> list[Form]:
    if document.ends:
        return []
    return [form_on(document, "relation", "relations", choices={"kind": choose(RelationKind)})]


def related(session: Session, document: Document, me: Me) -> dict[str, Any]:
    """What the panel of related cases needs."""
    return {
        "undo": f"/documents/{document.id}/relation-removal",
        "rows": [
            {
                "id": str(one.relation.id),
                "word": one.word,
                "href": f"/documents/{one.document.id}",
                "label": one.document.label,
                "title": one.document.title,
                "may_undo": not document.ends and relations.may_undo(one.relation, me),
            }
            for one in relations.related_to(session, document, me)
        ],
    }
