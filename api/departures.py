"""离任待交接: the list of what people who left still owed; each handed on, or all of it, by page and by program."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.departure_views import overview
from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.pages import page
from api.sent import Sent
from config.language import _
from gateways.clock import now
from models import departures, succeed
from models.departures import Left, Owing
from models.document import Document
from models.people import Me

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["departures"])


class HandingOnSent(Sent):
    """``items`` left out is everything."""

    items: list[UUID] | None = Field(default=None, title=_("事项"))
    heir: UUID = Field(title=_("接办人"))
    words: str = Field(title=_("交接说明"))


class HandingOnForm(HandingOnSent):
    items: list[UUID] = Field(title=_("事项"))
    csrf: str = ""


class Owed(BaseModel):
    """One thing that somebody who left was asked for.  ``skipped``: the others went on without him."""

    person: UUID
    item: UUID
    kind: Owing
    since: datetime | None
    document: UUID | None
    label: str
    skipped: bool


class HandedOn(BaseModel):
    """``kept``: why the rest stays on the list."""

    kept: list[str]


@pages.get("/departures")
def listing(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "departures.html", **overview(session, me))


@pages.post("/departures/{person_id}/handing-on", name="hand-on")
def hand_on_page(person_id: UUID, sent: Annotated[HandingOnForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        kept = hand_on(session, person_id, sent, me)
    done = "partly-handed-on" if kept else "handed-on"
    return said_at("/departures", done)


@api.get("/departures", operation_id="list_departures", summary="离任待交接")
def list_departures(session: Looking, me: Reader) -> list[Owed]:
    return [_owed(one) for one in departures.waiting(session, me)]


@api.post("/departures/{person_id}/handing-on", operation_id="hand_on", summary="离任交接")
def hand_on_by_program(person_id: UUID, sent: HandingOnSent, actor: Actor) -> HandedOn:
    with actor() as (session, me):
        return HandedOn(kept=hand_on(session, person_id, sent, me))


def hand_on(session: Session, person_id: UUID, sent: HandingOnSent, me: Me) -> list[str]:
    return succeed.succeed(session, person_id, sent.items, sent.heir, sent.words, by=me, at=now())


def _owed(one: Left) -> Owed:
    paper = one.subject if isinstance(one.subject, Document) else None
    return Owed(
        person=one.person.id,
        item=one.about,
        kind=one.kind,
        since=one.since,
        document=paper.id if paper else None,
        label=paper.label if paper else one.subject.number,  # type: ignore[union-attr]
        skipped=one.skipped,
    )
