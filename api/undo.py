"""撤销: what one did last, had back by a button on the page that said it was done, or by program."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.deps import Acting, Actor, Looking, Reader
from api.sent import Sent, as_form
from config.language import _
from gateways.clock import now
from models import (
    access,
    chase,
    desk_filters,
    desk_habits,
    mail_wishes,
    phrases,
    second_thoughts,
    signers,
    urge,
)
from models.people import Me
from models.second_thoughts import SHOWN, What

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["account"])

# Puts one thing back as ``told`` says it was; answers where the page goes.
Way = Callable[[Session, Mapping[str, Any], Me, datetime], str]


class UndoSent(Sent):
    thought_id: UUID = Field(title=_("撤销"))


class UndoOut(BaseModel):
    """``thought_id`` is what undoing it names."""

    thought_id: UUID
    what: str
    until: datetime


UndoForm = as_form(UndoSent)


@pages.post("/account/undoing")
def undo_page(sent: Annotated[UndoForm, Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    place, _slash, part = _undo(actor, sent.csrf, sent.thought_id).partition("#")  # type: ignore[attr-defined]
    return RedirectResponse(f"{place}?done=undone{'#' + part if part else ''}", status_code=303)


@api.get("/account/undoing", operation_id="undoable", summary="现在可以撤销什么")
def undoable(session: Looking, me: Reader) -> UndoOut | None:
    last = second_thoughts.fresh(session, me, at=now())
    return UndoOut(thought_id=last.id, what=last.what.value, until=last.at + SHOWN) if last else None


@api.post("/account/undoing", operation_id="undo", summary="撤销刚才办的")
def undo_by_program(sent: UndoSent, actor: Actor) -> UndoSent:
    _undo(actor, None, sent.thought_id)
    return sent


def _undo(actor: Acting, csrf: str | None, thought_id: UUID) -> str:
    with actor(csrf) as (session, me):
        last = second_thoughts.take(session, thought_id, by=me, at=now())
        return WAYS[last.what](session, last.told, me, now())


def _urging(session: Session, told: Mapping[str, Any], me: Me, at: datetime) -> str:
    for document_id, urging_id in told["urgings"]:
        document = access.find(session, UUID(document_id), me, to_change=True)
        urge.withdraw(session, document, UUID(urging_id), by=me, at=at)
    return f"/documents/{document_id}" if len(told["urgings"]) == 1 else "/"


def _chasing(session: Session, told: Mapping[str, Any], me: Me, at: datetime) -> str:
    document = access.find(session, UUID(told["document"]), me, to_change=True)
    chase.withdraw(session, document, told["before"], by=me, at=at)
    return f"/documents/{document.id}"


def _claim(session: Session, told: Mapping[str, Any], me: Me, at: datetime) -> str:
    document = access.find(session, UUID(told["document"]), me, to_change=True)
    principal = UUID(told["behalf_of"]) if told["behalf_of"] else None
    signers.put_back(session, document, by=me.acting_for(principal), at=at)
    return f"/documents/{document.id}"


def _phrases(session: Session, told: Mapping[str, Any], me: Me, at: datetime) -> str:
    phrases.restore(session, told["phrases"], by=me, at=at)
    return "/account#phrases"


def _mail(session: Session, told: Mapping[str, Any], me: Me, _at: datetime) -> str:
    mail_wishes.wish(session, me.id, news=told["news"], told=told["told"])
    return "/account#mail"


def _keys(session: Session, told: Mapping[str, Any], me: Me, _at: datetime) -> str:
    desk_habits.let_keys_act(session, told["keys"], by=me)
    return "/account#keys-habit"


def _filter_name(session: Session, told: Mapping[str, Any], me: Me, _at: datetime) -> str:
    desk_filters.rename(session, UUID(told["filter"]), told["name"], by=me)
    return "/"


WAYS: Mapping[What, Way] = {
    What.URGING: _urging,
    What.CHASING: _chasing,
    What.CLAIM: _claim,
    What.PHRASES: _phrases,
    What.MAIL: _mail,
    What.KEYS: _keys,
    What.FILTER_NAME: _filter_name,
}
