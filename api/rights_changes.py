"""权限变更: proposed on a person's page, confirmed or refused by another there."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import Field
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.people_out import ChangeOut, change_out
from api.sent import NothingSent, Sent, as_form
from config.language import _
from gateways.clock import now
from models import grants, propose_rights, register_of_people
from models.grants import Kind, RightsChange
from models.people import Me
from models.possible_rights import Wish

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["people"])


class ChangeSent(Sent):
    """``what``: a role, a level, or the code of a department."""

    kind: Kind = Field(title=_("变更"))
    what: str = Field(title=_("变更为"))
    words: str = Field(title=_("理由"))


class RefusalSent(Sent):
    words: str = Field(title=_("不同意的理由"))


@pages.post("/people/{person_id}/rights-changes", name="propose-rights")
def propose_page(
    person_id: UUID,
    sent: Annotated[as_form(ChangeSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _propose(session, person_id, sent, me)
    return _back(person_id, "rights-proposed")


@pages.post("/rights-changes/{change_id}/confirmation", name="confirm-rights")
def confirm_page(
    change_id: UUID,
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        change = _confirm(session, change_id, me)
    return _back(change.person_id, "rights-confirmed")


@pages.post("/rights-changes/{change_id}/refusal", name="refuse-rights")
def refuse_page(
    change_id: UUID,
    sent: Annotated[as_form(RefusalSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        change = _refuse(session, change_id, sent, me)
    return _back(change.person_id, "rights-refused")


@pages.post("/rights-changes/{change_id}/withdrawal", name="withdraw-rights")
def withdraw_page(
    change_id: UUID,
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        change = _withdraw(session, change_id, me)
    return _back(change.person_id, "rights-withdrawn")


@api.get("/rights-changes", operation_id="list_rights_changes", summary="待确认的权限变更")
def list_changes(session: Looking, me: Reader) -> list[ChangeOut]:
    register_of_people.must_see(me)
    return [change_out(session, one) for one in grants.open_changes(session, at=now())]


@api.post(
    "/people/{person_id}/rights-changes",
    operation_id="propose_rights",
    summary="提出权限变更",
    status_code=201,
)
def propose_by_program(person_id: UUID, sent: ChangeSent, actor: Actor) -> ChangeOut:
    with actor() as (session, me):
        return change_out(session, _propose(session, person_id, sent, me))


@api.post("/rights-changes/{change_id}/confirmation", operation_id="confirm_rights", summary="确认权限变更")
def confirm_by_program(change_id: UUID, actor: Actor) -> ChangeOut:
    with actor() as (session, me):
        return change_out(session, _confirm(session, change_id, me))


@api.post("/rights-changes/{change_id}/refusal", operation_id="refuse_rights", summary="不同意权限变更")
def refuse_by_program(change_id: UUID, sent: RefusalSent, actor: Actor) -> ChangeOut:
    with actor() as (session, me):
        return change_out(session, _refuse(session, change_id, sent, me))


@api.post("/rights-changes/{change_id}/withdrawal", operation_id="withdraw_rights", summary="撤回权限变更")
def withdraw_by_program(change_id: UUID, actor: Actor) -> ChangeOut:
    with actor() as (session, me):
        return change_out(session, _withdraw(session, change_id, me))


def _propose(session: Session, person_id: UUID, sent: ChangeSent, me: Me) -> RightsChange:
    register_of_people.find(session, person_id, me)
    wish = Wish(sent.kind, sent.what, sent.words)
    return propose_rights.propose(session, person_id, wish, by=me, at=now())


def _confirm(session: Session, change_id: UUID, me: Me) -> RightsChange:
    register_of_people.must_see(me)
    return propose_rights.confirm(session, change_id, by=me, at=now())


def _refuse(session: Session, change_id: UUID, sent: RefusalSent, me: Me) -> RightsChange:
    register_of_people.must_see(me)
    return propose_rights.refuse(session, change_id, sent.words, by=me, at=now())


def _withdraw(session: Session, change_id: UUID, me: Me) -> RightsChange:
    register_of_people.must_see(me)
    return propose_rights.withdraw(session, change_id, by=me, at=now())


def _back(person_id: UUID, done: str) -> RedirectResponse:
    return said_at(f"/people/{person_id}", done)
