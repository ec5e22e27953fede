"""委托与外出: what I gave to others and took from them, and who is away; each act by page and by program."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.delegation_views import SINCE, overview
from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.pages import page
from api.sent import NothingSent, Sent
from config.language import _
from gateways.clock import now
from models import delegate, delegations
from models.delegate import Wish
from models.delegations import Absence, Delegation
from models.people import Me
from models.values import read_moment

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["delegations"])

SHANGHAI_TIME = "2026-11-22T10:31, Shanghai time"


class DelegationSent(Sent):
    """``hat`` left out is everything; ``principal`` left out is oneself."""

    principal: UUID | None = Field(default=None, title=_("委托人"))
    substitute: UUID = Field(title=_("受托人"))
    hat: str | None = Field(default=None, title=_("委托事项"))
    starts: str = Field(title=_("开始时间"), description=SHANGHAI_TIME)
    ends: str = Field(title=_("结束时间"), description=SHANGHAI_TIME)
    words: str = Field(title=_("委托事由"))


class AbsenceSent(Sent):
    """``substitute``: who is given everything meanwhile, in the same act."""

    person: UUID | None = Field(default=None, title=_("外出人"))
    substitute: UUID | None = Field(default=None, title=_("受托人"))
    starts: str = Field(title=_("开始时间"), description=SHANGHAI_TIME)
    ends: str = Field(title=_("结束时间"), description=SHANGHAI_TIME)
    words: str = Field(title=_("外出事由"))


class DelegationForm(DelegationSent):
    csrf: str = ""


class AbsenceForm(AbsenceSent):
    csrf: str = ""


class NothingForm(NothingSent):
    csrf: str = ""


class Held(BaseModel):
    """A delegation or an absence as it stands.  ``hat`` None: everything."""

    id: UUID
    person: UUID
    substitute: UUID | None
    hat: str | None
    starts: datetime
    ends: datetime
    state: str


@pages.get("/delegations")
def listing(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "delegations.html", **overview(session, me))


@pages.post("/delegations", name="delegate")
def delegate_page(sent: Annotated[DelegationForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        give(session, sent, me)
    return said_at("/delegations", "delegated")


@pages.post("/delegations/{delegation_id}/revocation", name="revoke")
def revoke_page(delegation_id: UUID, sent: Annotated[NothingForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        delegate.revoke(session, delegation_id, by=me, at=now())
    return said_at("/delegations", "revoked")


@pages.post("/absences", name="go-away")
def go_away_page(sent: Annotated[AbsenceForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        leave(session, sent, me)
    return said_at("/delegations", "away")


@pages.post("/absences/{absence_id}/return", name="come-back")
def come_back_page(absence_id: UUID, sent: Annotated[NothingForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        delegate.come_back(session, absence_id, by=me, at=now())
    return said_at("/delegations", "back")


@api.get("/delegations", operation_id="list_delegations", summary="委托")
def list_delegations(session: Looking, me: Reader) -> list[Held]:
    return [_delegation(one) for one in delegations.concerning(session, me, now() - SINCE)]


@api.post("/delegations", operation_id="delegate", summary="委托", status_code=201)
def delegate_by_program(sent: DelegationSent, actor: Actor) -> Held:
    with actor() as (session, me):
        given = give(session, sent, me)
    return _delegation(given)


@api.post("/delegations/{delegation_id}/revocation", operation_id="revoke", summary="撤销委托")
def revoke_by_program(delegation_id: UUID, _sent: NothingSent, actor: Actor) -> Held:
    with actor() as (session, me):
        given = delegate.revoke(session, delegation_id, by=me, at=now())
    return _delegation(given)


@api.get("/absences", operation_id="list_absences", summary="外出")
def list_absences(session: Looking, me: Reader) -> list[Held]:
    return [_absence(one) for one in delegations.absences(session, me, now() - SINCE)]


@api.post("/absences", operation_id="go_away", summary="登记外出", status_code=201)
def go_away_by_program(sent: AbsenceSent, actor: Actor) -> Held:
    with actor() as (session, me):
        away = leave(session, sent, me)
    return _absence(away)


@api.post("/absences/{absence_id}/return", operation_id="come_back", summary="销假")
def come_back_by_program(absence_id: UUID, _sent: NothingSent, actor: Actor) -> Held:
    with actor() as (session, me):
        away = delegate.come_back(session, absence_id, by=me, at=now())
    return _absence(away)


def give(session: Session, sent: DelegationSent, me: Me) -> Delegation:
    starts, ends = _term(sent)
    wish = Wish(sent.principal or me.id, sent.substitute, sent.hat, starts, ends, sent.words)
    return delegate.delegate(session, wish, by=me, at=now())


def leave(session: Session, sent: AbsenceSent, me: Me) -> Absence:
    """Away and, where somebody is named, everything delegated: both or neither."""
    at, (starts, ends), person = now(), _term(sent), sent.person or me.id
    away = delegate.go_away(session, person, starts, ends, sent.words, by=me, at=at)
    if sent.substitute:
        wish = Wish(person, sent.substitute, None, starts, ends, sent.words)
        delegate.delegate(session, wish, by=me, at=at)
    return away


def _term(sent: DelegationSent | AbsenceSent) -> tuple[datetime, datetime]:
    return (
        read_moment(sent.starts, _("开始时间"), field="starts"),
        read_moment(sent.ends, _("结束时间"), field="ends"),
    )


def _delegation(one: Delegation) -> Held:
    return Held(
        id=one.id,
        person=one.principal_id,
        substitute=one.substitute_id,
        hat=one.hat,
        starts=one.starts,
        ends=one.ends,
        state=delegations.state(one, now()),
    )


def _absence(one: Absence) -> Held:
    return Held(
        id=one.id,
        person=one.person_id,
        substitute=None,
        hat=None,
        starts=one.starts,
        ends=one.ends,
        state=delegations.state(one, now()),
    )
