"""来文机关目录: looked up while an issuer is typed, and kept by the secretary and the office head."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.organ_views import listing, one
from api.pages import page
from api.sent import NothingSent, Sent, as_form
from config.language import _
from gateways.clock import now
from models import keep_organs, organs
from models.keep_organs import Wording
from models.organs import Organ, OrganKind, OrganLevel
from models.people import Me

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["organs"])

Typed = Annotated[str, Query(max_length=100)]


class OrganSent(Sent):
    name: str = Field(title=_("机关全称"))
    short_name: str = Field(default="", title=_("简称"))
    code: str = Field(default="", title=_("机关代字"))
    kind: OrganKind = Field(default=OrganKind.OTHER, title=_("类别"))
    level: OrganLevel = Field(default=OrganLevel.OTHER, title=_("级别"))
    area: str = Field(default="", title=_("地区"))

    def wording(self) -> Wording:
        return Wording(self.name, self.short_name, self.code, self.kind, self.level, self.area)


class MergerSent(Sent):
    into: UUID = Field(title=_("并入的机关"))


class OrganOut(BaseModel):
    """One organ of the directory."""

    id: UUID
    name: str
    short_name: str
    code: str
    kind: str
    level: str
    area: str
    learnt: bool
    retired: bool


@pages.get("/organs")
def directory(request: Request, session: Looking, _me: Reader, q: Typed = "") -> HTMLResponse:
    return page(request, "organs/organs.html", **listing(session, q))


@pages.get("/organs/matching")
def matching(request: Request, session: Looking, _me: Reader, issuer: Typed = "") -> HTMLResponse:
    """What the box of an issuer offers while somebody types."""
    return page(request, "organs/matching.html", organs=organs.matching(session, issuer))


@pages.get("/organs/{organ_id}")
def organ_page(request: Request, organ_id: UUID, session: Looking, _me: Reader) -> HTMLResponse:
    return page(request, "organs/organ.html", **one(session, organ_id))


@api.get("/organs", operation_id="list_organs", summary="来文机关目录")
def list_organs(session: Looking, _me: Reader, q: Typed = "") -> list[OrganOut]:
    """Those that ``q`` completes: by name, former name, 机关代字 or the initials of the pinyin."""
    return [_out(organ) for organ in organs.matching(session, q, limit=100)]


@pages.post("/organs", name="add-organ")
def add_page(sent: Annotated[as_form(OrganSent), Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):
        organ = keep_organs.add(session, sent.wording(), by=me, at=now())
    return _to(organ, "organ-added")


@api.post("/organs", operation_id="add_organ", summary="设置来文机关", status_code=201)
def add_by_program(sent: OrganSent, actor: Actor) -> OrganOut:
    with actor() as (session, me):
        return _out(keep_organs.add(session, sent.wording(), by=me, at=now()))


@pages.post("/organs/{organ_id}/change", name="change-organ")
def change_page(
    organ_id: UUID,
    sent: Annotated[as_form(OrganSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        organ = _change(session, organ_id, sent, me)
    return _to(organ, "organ-changed")


@api.post("/organs/{organ_id}/change", operation_id="change_organ", summary="更改来文机关")
def change_by_program(organ_id: UUID, sent: OrganSent, actor: Actor) -> OrganOut:
    with actor() as (session, me):
        return _out(_change(session, organ_id, sent, me))


@pages.post("/organs/{organ_id}/merger", name="merge-organs")
def merge_page(
    organ_id: UUID,
    sent: Annotated[as_form(MergerSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        into = _merge(session, organ_id, sent.into, me)
    return _to(into, "organ-merged")


@api.post("/organs/{organ_id}/merger", operation_id="merge_organs", summary="合并来文机关")
def merge_by_program(organ_id: UUID, sent: MergerSent, actor: Actor) -> OrganOut:
    with actor() as (session, me):
        return _out(_merge(session, organ_id, sent.into, me))


ENDINGS = {
    "retirement": (keep_organs.retire, "organ-retired", _("停用来文机关")),
    "return": (keep_organs.take_back, "organ-back", _("恢复来文机关")),
}


def _doors(act: str) -> None:
    """Both doors of an act that nothing more need be said for."""
    verb, done, summary = ENDINGS[act]
    filled = as_form(NothingSent)

    def by_page(organ_id: UUID, sent: Annotated[filled, Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
        with actor(sent.csrf) as (session, me):
            organ = verb(session, organs.find(session, organ_id, to_change=True), by=me, at=now())
        return _to(organ, done)

    def by_program(organ_id: UUID, _sent: NothingSent, actor: Actor) -> OrganOut:
        with actor() as (session, me):
            return _out(verb(session, organs.find(session, organ_id, to_change=True), by=me, at=now()))

    pages.post(f"/organs/{{organ_id}}/{act}", name=f"organ-{act}")(by_page)
    api.post(f"/organs/{{organ_id}}/{act}", operation_id=f"organ_{act}", summary=summary)(by_program)


for act in ENDINGS:
    _doors(act)


def _change(session: Session, organ_id: UUID, sent: OrganSent, me: Me) -> Organ:
    organ = organs.find(session, organ_id, to_change=True)
    return keep_organs.change(session, organ, sent.wording(), by=me, at=now())


def _merge(session: Session, organ_id: UUID, into: UUID, me: Me) -> Organ:
    organ, kept = (organs.find(session, one, to_change=True) for one in (organ_id, into))
    return keep_organs.merge(session, organ, kept, by=me, at=now())


def _to(organ: Organ, done: str) -> RedirectResponse:
    return said_at(f"/organs/{organ.id}", done)


def _out(organ: Organ) -> OrganOut:
    return OrganOut.model_validate(organ, from_attributes=True)
