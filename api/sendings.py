"""抄送与分发: who was let know and who has answered, in words for a page and for a program."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from sqlmodel import Session, col, select

from api.deps import Looking, TheDocument
from config.language import _
from gateways.clock import now
from models import copies, distribute
from models.distribute import Delivery
from models.document import Document
from models.people import Office, Person
from models.values import SHANGHAI, to_the_minute
from models.workdays import office_calendar

api = APIRouter(prefix="/api/v1", tags=["reads"])


class CopyOut(BaseModel):
    """``to``: ``person:<id>`` or ``office:<code>``."""

    to: str
    by: UUID
    words: str
    at: datetime
    seen_at: datetime | None
    seen_by: UUID | None


class DeliveryOut(BaseModel):
    office_code: str
    words: str
    at: datetime
    wanted_by: datetime
    received_at: datetime | None
    received_by: UUID | None
    answer: str
    chases: int


@api.get("/documents/{document_id}/copies", operation_id="list_copies", summary="抄送情况")
def list_copies(document: TheDocument, session: Looking) -> list[CopyOut]:
    told = set(CopyOut.model_fields) - {"to"}
    return [CopyOut(to=one.hat, **one.told(told)) for one in copies.copies(session, document.id)]


@api.get("/documents/{document_id}/receipts", operation_id="list_receipts", summary="回执情况")
def list_receipts(document: TheDocument, session: Looking) -> list[DeliveryOut]:
    return [
        DeliveryOut(**one.told(DeliveryOut.model_fields))
        for one in distribute.deliveries(session, document.id)
    ]


def copy_rows(session: Session, document: Document) -> list[dict[str, str]]:
    made = copies.copies(session, document.id)
    people = _people(session, {one for copy in made for one in (copy.by, copy.seen_by, _person(copy.hat))})
    offices = _offices(session)
    return [
        {
            "to": offices.get(one.hat.removeprefix("office:")) or people[_person(one.hat)],
            "by": people[one.by],
            "at": to_the_minute(one.at),
            "words": one.words,
            "seen": _(
                "{seen_by}阅于{seen_at}", seen_by=people[one.seen_by], seen_at=to_the_minute(one.seen_at)
            )
            if one.seen_at
            else "",
        }
        for one in made
    ]


def receipts(session: Session, document: Document) -> dict[str, Any] | None:
    """How many of how many have answered, and the lamp; None where nothing was distributed."""
    sent = distribute.deliveries(session, document.id)
    if not sent:
        return None
    missing = [one for one in sent if one.received_at is None]
    last = max((one.received_at for one in sent if one.received_at), default=None)
    due = min(one.wanted_by for one in missing or sent)
    left = office_calendar().left(due, now(), done=None if missing else last)
    return {
        "href": f"/documents/{document.id}/receipts",
        "all": len(sent),
        "back": len(sent) - len(missing),
        "missing": len(missing),
        "due": {"light": left.light.value, "words": _("已收齐") if not missing else str(left)},
        "by": to_the_minute(due),
    }


def receipt_rows(session: Session, document: Document) -> list[dict[str, Any]]:
    """The missing ones first."""
    sent = distribute.deliveries(session, document.id)
    people, offices = _people(session, {one.received_by for one in sent}), _offices(session)
    ordered = sorted(
        sent, key=lambda one: (one.received_at is not None, one.received_at or one.at, one.office_code)
    )
    return [_receipt_row(one, people, offices) for one in ordered]


def _receipt_row(one: Delivery, people: dict[UUID | None, str], offices: dict[str, str]) -> dict[str, Any]:
    left = office_calendar().left(one.wanted_by, now(), done=one.received_at)
    return {
        "office": offices[one.office_code],
        "received": f"{one.received_at.astimezone(SHANGHAI):%m-%d %H:%M}" if one.received_at else "",
        "who": people[one.received_by] if one.received_at else "",
        "words": one.answer,
        "due": {"light": left.light.value, "words": _("已回执") if one.received_at else _("未回执")},
        "chased": _("已催{chases}次", chases=one.chases) if one.chases else "",
    }


def _people(session: Session, ids: set[UUID | None]) -> dict[UUID | None, str]:
    found = select(Person.id, Person.name).where(col(Person.id).in_(ids - {None}))
    return dict(session.exec(found).all()) if ids - {None} else {}


def _offices(session: Session) -> dict[str, str]:
    return dict(session.exec(select(Office.code, Office.name)).all())


def _person(hat: str) -> UUID | None:
    return UUID(hat.removeprefix("person:")) if hat.startswith("person:") else None
