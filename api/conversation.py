"""交流: what is said on a case: on its page, and as JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.acts import on_document
from api.deps import Looking, Reader, TheDocument
from api.forms import Form
from api.offers import form_on, offered_always
from api.sent import Sent
from config.language import _
from gateways.clock import now
from models import conversation
from models.database import unit_of_work
from models.document import Document
from models.people import Me, Person
from models.values import to_the_minute

api = APIRouter(prefix="/api/v1", tags=["reading"])


class RemarkSent(Sent):
    words: str = Field(title=_("交流内容"))


class RemarkWithdrawalSent(Sent):
    remark_id: UUID = Field(title=_("所说的话"))


class RemarkOut(BaseModel):
    """One remark.  Of a withdrawn one the words are gone."""

    id: UUID
    by: str
    at: datetime
    words: str
    withdrawn_at: datetime | None
    new: bool


@on_document("remark", RemarkSent, beside=True)
def say(session: Session, document: Document, sent: RemarkSent, me: Me, at: datetime) -> object:
    """交流"""
    return conversation.say(session, document, sent.words, by=me, at=at)


@on_document("remark-withdrawal", RemarkWithdrawalSent, beside=True)
def withdraw(
    session: Session, document: Document, sent: RemarkWithdrawalSent, me: Me, at: datetime
) -> object:
    """撤回"""
    return conversation.withdraw(session, document, sent.remark_id, by=me, at=at)


@api.get("/documents/{document_id}/remarks", operation_id="list_remarks", summary="交流")
def list_remarks(document: TheDocument, session: Looking, me: Reader) -> list[RemarkOut]:
    look, at = conversation.last_look(session, document, me), now()
    return [
        RemarkOut(
            id=one.id,
            by=session.get_one(Person, one.by).name,
            at=one.at,
            words=one.words,
            withdrawn_at=one.withdrawn_at,
            new=conversation.is_new(one, look, me, at),
        )
        for one in conversation.remarks(session, document)
    ]


@offered_always
def remark_form(_session: Session, document: Document, _me: Me) -> list[Form]:
    return [form_on(document, "remark", "conversation")] if conversation.is_open(document) else []


def talk(session: Session, document: Document, me: Me) -> dict[str, Any]:
    """What the conversation's panel needs."""
    look, at = conversation.last_look(session, document, me), now()
    said = [
        {
            "id": str(one.id),
            "who": session.get_one(Person, one.by).name,
            "at": to_the_minute(one.at),
            "words": one.words,
            "withdrawn": one.withdrawn_at is not None,
            "may_withdraw": conversation.may_withdraw(document, one, me, at),
            "new": conversation.is_new(one, look, me, at),
        }
        for one in conversation.remarks(session, document)
    ]
    return {
        "said": said,
        "new": sum(one["new"] for one in said),
        "open": conversation.is_open(document),
        "withdraw": f"/documents/{document.id}/remark-withdrawal",
    }


def note_look(session: Session, document: Document, me: Me) -> None:
    """After the page is made: what was new has been shown.  Writes only when something was."""
    if conversation.unseen(session, document, me):
        with unit_of_work() as writing:
            conversation.looked(writing, document.id, by=me, at=now())
