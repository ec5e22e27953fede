"""重置第二因素: the two administrators' page, and the programs' doors."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.forms import Form as Sheet
from api.forms import people as choices
from api.notices import said_at
from api.pages import page
from api.sent import NothingSent, Sent, as_form
from config.language import _
from gateways.clock import now
from models import factor_resets, factors
from models.factor_resets import FactorReset
from models.people import ADMINISTRATORS, Me, Person
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["people"])


class ResetSent(Sent):
    person: UUID = Field(title=_("人员"))
    words: str = Field(title=_("理由"))


class ResetOut(BaseModel):
    id: UUID
    uid: str
    name: str
    why: str
    by: str
    waits: bool
    granted: bool


@pages.get("/factor-resets")
def listing(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "factor_resets.html", **overview(session, me))


@pages.post("/factor-resets", name="propose-factor-reset")
def propose_page(
    sent: Annotated[as_form(ResetSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        actor.must_be_fresh("password")
        factor_resets.propose(session, sent.person, sent.words, by=me, at=now())
    return _back("reset-proposed")


@pages.post("/factor-resets/{reset_id}/confirmation", name="confirm-factor-reset")
def confirm_page(
    reset_id: UUID,
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        actor.must_be_fresh("password")
        factor_resets.confirm(session, reset_id, by=me, at=now())
    return _back("factor-reset")


@pages.post("/factor-resets/{reset_id}/refusal", name="refuse-factor-reset")
def refuse_page(
    reset_id: UUID,
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        factor_resets.refuse(session, reset_id, by=me, at=now())
    return _back("reset-refused")


@api.post("/factor-resets", operation_id="propose_factor_reset", summary="提请重置第二因素", status_code=201)
def propose_by_program(sent: ResetSent, actor: Actor) -> ResetOut:
    with actor() as (session, me):
        actor.must_be_fresh("password")
        return _out(session, factor_resets.propose(session, sent.person, sent.words, by=me, at=now()))


@api.post(
    "/factor-resets/{reset_id}/confirmation", operation_id="confirm_factor_reset", summary="确认重置第二因素"
)
def confirm_by_program(reset_id: UUID, _sent: NothingSent, actor: Actor) -> ResetOut:
    with actor() as (session, me):
        actor.must_be_fresh("password")
        return _out(session, factor_resets.confirm(session, reset_id, by=me, at=now()))


@api.post(
    "/factor-resets/{reset_id}/refusal", operation_id="refuse_factor_reset", summary="不同意重置第二因素"
)
def refuse_by_program(reset_id: UUID, _sent: NothingSent, actor: Actor) -> ResetOut:
    with actor() as (session, me):
        return _out(session, factor_resets.refuse(session, reset_id, by=me, at=now()))


@api.get("/factor-resets", operation_id="list_factor_resets", summary="待确认的第二因素重置")
def list_resets(session: Looking, me: Reader) -> list[ResetOut]:
    return [_out(session, one) for one in factor_resets.waiting(session, at=now())]


def overview(session: Session, me: Me, failed: Sheet | None = None) -> dict[str, Any]:
    """What factor_resets.html needs.  ``failed`` takes the place of the form that was refused."""
    waiting = factor_resets.waiting(session, at=now())
    may_propose = bool(me.roles & factor_resets.proposers(frozenset(ADMINISTRATORS)))
    return {
        "rows": [_row(session, one, me) for one in waiting],
        "form": failed or (sheet(session, me) if may_propose else None),
        "failed": failed,
    }


def sheet(session: Session, me: Me) -> Sheet:
    others = [one for one in factors.holders(session) if one.id != me.id]
    return Sheet(
        act="factor-reset",
        action="/factor-resets",
        template="factor_resets.html",
        choices={"person": choices(others)},
    )


def _row(session: Session, one: FactorReset, me: Me) -> dict[str, Any]:
    mine = factor_resets.part_of(session, one, me)
    return {
        "who": session.get_one(Person, one.person_id).name,
        "why": one.why,
        "by": session.get_one(Person, one.proposed_by).name,
        "at": to_the_minute(one.proposed_at),
        "decide": f"/factor-resets/{one.id}" if mine else "",
    }


def _out(session: Session, one: FactorReset) -> ResetOut:
    person, by = (session.get_one(Person, id) for id in (one.person_id, one.proposed_by))
    return ResetOut(
        id=one.id,
        uid=person.uid,
        name=person.name,
        why=one.why,
        by=by.name,
        waits=one.waits(now()),
        granted=one.granted,
    )


def _back(done: str) -> RedirectResponse:
    return said_at("/factor-resets", done)
