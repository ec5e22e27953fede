"""保密机构同意: written down by the 安全保密管理员, confirmed by the 办公室主任, revoked by either."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from api.carrier_views import consents_page
from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.pages import page
from api.sent import NothingSent, Sent, as_form
from config.language import _
from gateways.clock import now
from models import consents
from models.consents import Consent
from models.people import Role

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["carriers"])


class ConsentSent(Sent):
    authority: str = Field(title=_("保密工作机构"))
    paper: str = Field(title=_("同意文书"))
    given_on: date = Field(title=_("同意日期"))


class ConsentOut(BaseModel):
    id: UUID
    authority: str
    paper: str
    given_on: date
    state: str


@pages.get("/consents")
def listing(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    me.must_be(Role.SECURITY_ADMIN, Role.OFFICE_HEAD)
    return page(request, "carriers/consents.html", **consents_page(session, me))


@pages.post("/consents", name="note-consent")
def note_page(sent: Annotated[as_form(ConsentSent), Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):
        consents.note(session, sent.authority, sent.paper, sent.given_on, by=me, at=now())
    return said_at("/consents", "consent-noted")


@pages.post("/consents/{consent_id}/confirmation", name="confirm-consent")
def confirm_page(
    consent_id: UUID,
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        consents.confirm(session, consent_id, by=me, at=now())
    return said_at("/consents", "consent-confirmed")


@pages.post("/consents/{consent_id}/revocation", name="revoke-consent")
def revoke_page(
    consent_id: UUID,
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        consents.revoke(session, consent_id, by=me, at=now())
    return said_at("/consents", "consent-revoked")


@api.get("/consents", operation_id="list_consents", summary="保密机构同意")
def list_consents(session: Looking, me: Reader) -> list[ConsentOut]:
    me.must_be(Role.SECURITY_ADMIN, Role.OFFICE_HEAD)
    return [told(one) for one in consents.all_of_them(session)]


@api.post("/consents", operation_id="note_consent", summary="登记保密机构同意", status_code=201)
def note_by_program(sent: ConsentSent, actor: Actor) -> ConsentOut:
    with actor() as (session, me):
        return told(consents.note(session, sent.authority, sent.paper, sent.given_on, by=me, at=now()))


@api.post("/consents/{consent_id}/confirmation", operation_id="confirm_consent", summary="确认保密机构同意")
def confirm_by_program(consent_id: UUID, _sent: NothingSent, actor: Actor) -> ConsentOut:
    with actor() as (session, me):
        return told(consents.confirm(session, consent_id, by=me, at=now()))


@api.post("/consents/{consent_id}/revocation", operation_id="revoke_consent", summary="撤销保密机构同意")
def revoke_by_program(consent_id: UUID, _sent: NothingSent, actor: Actor) -> ConsentOut:
    with actor() as (session, me):
        return told(consents.revoke(session, consent_id, by=me, at=now()))


def told(consent: Consent) -> ConsentOut:
    return ConsentOut(
        id=consent.id,
        authority=consent.authority,
        paper=consent.paper,
        given_on=consent.given_on,
        state=consent.state,
    )
