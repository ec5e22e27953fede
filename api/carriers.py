"""涉密载体 (register_only): the register of carriers, by page and by program."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.carrier_views import register_page, story
from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.pages import page
from api.sent import NothingSent, Sent, as_form
from config.language import _
from gateways.clock import now
from models import carriers, custody, leavings
from models.carriers import Carrier, Outside
from models.kinds import Level
from models.leavings import Way, Wish
from models.people import Me
from models.values import read_moment

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["carriers"])


class CarrierSent(Sent):
    level: Level = Field(title=_("密级"))
    term: str = Field(default="", title=_("保密期限"))
    issuer: str = Field(title=_("来文单位"))
    doc_number: str = Field(default="", title=_("来文字号"))
    received_at: str = Field(title=_("收到日期和时间"), description="2026-11-22T10:31, Shanghai time")
    copies: int = Field(default=1, title=_("份数"))
    copy_numbers: str = Field(default="", title=_("份号"))
    pages: int = Field(default=0, title=_("页数"))
    cabinet: str = Field(title=_("存放位置"))
    return_by: date | None = Field(default=None, title=_("应清退日期"))


class HandingSent(Sent):
    person: UUID = Field(title=_("接收人"))
    copies: int = Field(default=1, title=_("份数"))


class ComingBackSent(Sent):
    handing: UUID = Field(title=_("交接"))


class CountSent(Sent):
    cabinet: str = Field(title=_("存放位置"))
    found: Literal["yes", "no"] = Field(title=_("清点结果"))


class LeavingSent(Sent):
    """``escorts``: two people, for what is to be destroyed."""

    way: Way = Field(title=_("去向"))
    to_unit: str = Field(title=_("接收单位"))
    receipt: str = Field(title=_("回执编号"))
    escorts: list[UUID] = Field(default_factory=list, title=_("押运监销人"))


class CarrierOut(BaseModel):
    """A carrier as its register has it."""

    id: UUID
    number: str
    mark: str
    issuer: str
    copies: int
    copies_out: int
    location: str
    gone_at: datetime | None


# An act as a door calls it: the transaction, the carrier, what was sent, who.
Verb = Callable[[Session, Carrier, Any, Me], object]

CARRIER_ACTS: dict[str, type[Sent]] = {}


@pages.get("/carriers")
def listing(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "carriers/register.html", **register_page(session, me))


@pages.post("/carriers", name="enter-carrier")
def enter_page(sent: Annotated[as_form(CarrierSent), Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):
        carrier = enter(session, sent, me)
    return said_at(f"/carriers/{carrier.id}", "carrier-entered")


@pages.get("/carriers/{carrier_id}")
def carrier_page(request: Request, carrier_id: UUID, session: Looking, me: Reader) -> HTMLResponse:
    return page(
        request, "carriers/carrier.html", **story(session, carriers.find(session, carrier_id, me), me)
    )


@api.get("/carriers", operation_id="list_carriers", summary="涉密载体")
def list_carriers(session: Looking, me: Reader) -> list[CarrierOut]:
    return [told(session, one) for one in carriers.register(session, me)]


@api.post("/carriers", operation_id="enter_carrier", summary="登记涉密载体", status_code=201)
def enter_by_program(sent: CarrierSent, actor: Actor) -> CarrierOut:
    with actor() as (session, me):
        return told(session, enter(session, sent, me))


def enter(session: Session, sent: CarrierSent, me: Me) -> Carrier:
    outside = Outside(
        level=sent.level,
        term=sent.term,
        issuer=sent.issuer,
        doc_number=sent.doc_number,
        received_at=read_moment(sent.received_at, _("收到日期和时间"), field="received_at"),
        copies=sent.copies,
        copy_numbers=sent.copy_numbers,
        pages=sent.pages,
        location=sent.cabinet,
        return_by=sent.return_by,
    )
    return carriers.enter(session, outside, by=me, at=now())


def told(session: Session, carrier: Carrier) -> CarrierOut:
    return CarrierOut(
        id=carrier.id,
        number=carrier.number,
        mark=carrier.mark,
        issuer=carrier.issuer,
        copies=carrier.copies,
        copies_out=custody.out_now(session, carrier.id),
        location=carrier.location,
        gone_at=carrier.gone_at,
    )


def on_carrier(name: str, sent: type[Sent]) -> Callable[[Verb], Verb]:
    """Open both doors for an act on one carrier."""

    def open_doors(verb: Verb) -> Verb:
        filled = as_form(sent)
        CARRIER_ACTS[name] = sent

        def by_page(
            carrier_id: UUID,
            sent: Annotated[filled, Form()],  # type: ignore[valid-type]
            actor: Actor,
        ) -> RedirectResponse:
            with actor(sent.csrf) as (session, me):
                verb(session, carriers.find(session, carrier_id, me, to_change=True), sent, me)
            return said_at(f"/carriers/{carrier_id}", f"carrier-{name}")

        def by_program(carrier_id: UUID, sent: sent, actor: Actor) -> CarrierOut:  # type: ignore[valid-type]
            with actor() as (session, me):
                carrier = carriers.find(session, carrier_id, me, to_change=True)
                verb(session, carrier, sent, me)
                return told(session, carrier)

        path = f"/carriers/{{carrier_id}}/{name}"
        pages.post(path, name=f"carrier-{name}")(by_page)
        api.post(path, operation_id=f"carrier_{name.replace('-', '_')}", summary=verb.__doc__)(by_program)
        return verb

    return open_doors


@on_carrier("handing", HandingSent)
def hand_out(session: Session, carrier: Carrier, sent: HandingSent, me: Me) -> object:
    """交出载体"""
    return custody.hand_out(session, carrier, sent.person, sent.copies, by=me, at=now())


@on_carrier("coming-back", ComingBackSent)
def take_back(session: Session, carrier: Carrier, sent: ComingBackSent, me: Me) -> object:
    """归还载体"""
    return custody.take_back(session, carrier, sent.handing, by=me, at=now())


@on_carrier("count", CountSent)
def count(session: Session, carrier: Carrier, sent: CountSent, me: Me) -> object:
    """清点载体"""
    return custody.count(session, carrier, sent.cabinet, sent.found == "yes", by=me, at=now())


@on_carrier("leaving", LeavingSent)
def propose_leaving(session: Session, carrier: Carrier, sent: LeavingSent, me: Me) -> object:
    """提请载体去向"""
    wish = Wish(sent.way, sent.to_unit, sent.receipt, tuple(sent.escorts))
    return leavings.propose(session, carrier, wish, by=me, at=now())


@on_carrier("leaving-confirmation", NothingSent)
def confirm_leaving(session: Session, carrier: Carrier, _sent: NothingSent, me: Me) -> object:
    """确认载体去向"""
    return leavings.confirm(session, carrier, by=me, at=now())
