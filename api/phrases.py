"""常用意见 of one's own: kept, dropped, put in order; on the account page and as JSON."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import Field
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.sent import Sent, as_form
from config.language import _
from config.policy import policy
from gateways.clock import now
from models import phrases, second_thoughts
from models.people import Me, Role
from models.second_thoughts import What

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["account"])

Verb = Callable[..., None]


class PhraseSent(Sent):
    words: str = Field(title=_("常用意见"))


PhraseForm = as_form(PhraseSent)
ByPage = Annotated[PhraseForm, Form()]  # type: ignore[valid-type]


def of_leader(session: Session, me: Me) -> list[str]:
    return phrases.offered(session, me.id, policy().phrases.leader)


def keep(session: Session, said: str, me: Me, at: datetime) -> None:
    phrases.keep(session, said, policy().phrases.leader, by=me, at=at)


def overview(session: Session, me: Me) -> dict[str, Any]:
    """What the account page needs; nothing for whoever never writes a 批示."""
    writes = Role.LEADER in me.roles or bool(phrases.of_person(session, me.id))
    return {"phrases": of_leader(session, me) if writes else [], "writes": writes}


@api.get("/account/phrases", operation_id="list_phrases", summary="本人的常用意见")
def list_phrases(session: Looking, me: Reader) -> list[str]:
    return of_leader(session, me)


@pages.post("/account/phrases")
def keep_by_page(sent: ByPage, actor: Actor) -> RedirectResponse:
    return _by_page(phrases.keep, sent, actor)


@pages.post("/account/phrases/removal")
def drop_by_page(sent: ByPage, actor: Actor) -> RedirectResponse:
    return _by_page(phrases.drop, sent, actor)


@pages.post("/account/phrases/lift")
def lift_by_page(sent: ByPage, actor: Actor) -> RedirectResponse:
    return _by_page(phrases.lift, sent, actor)


@api.post("/account/phrases", operation_id="keep_phrase", summary="记为常用意见")
def keep_by_program(sent: PhraseSent, actor: Actor) -> list[str]:
    return _done(phrases.keep, sent, actor)


@api.post("/account/phrases/removal", operation_id="drop_phrase", summary="删去一条常用意见")
def drop_by_program(sent: PhraseSent, actor: Actor) -> list[str]:
    return _done(phrases.drop, sent, actor)


@api.post("/account/phrases/lift", operation_id="lift_phrase", summary="一条常用意见上移一位")
def lift_by_program(sent: PhraseSent, actor: Actor) -> list[str]:
    return _done(phrases.lift, sent, actor)


def _by_page(verb: Verb, sent: Any, actor: Actor) -> RedirectResponse:
    _done(verb, sent, actor, sent.csrf)
    return RedirectResponse("/account?done=phrases#phrases", status_code=303)


def _done(verb: Verb, sent: PhraseSent, actor: Actor, csrf: str | None = None) -> list[str]:
    with actor(csrf) as (session, me):
        before = {"phrases": [one.words for one in phrases.of_person(session, me.id)]}
        verb(session, sent.words, policy().phrases.leader, by=me, at=now())
        second_thoughts.note(session, What.PHRASES, before, by=me, at=now())
        session.flush()
        return of_leader(session, me)
