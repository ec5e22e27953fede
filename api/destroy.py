"""销毁: the list of what is due, an order to destroy, its approval, its witnesses."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from sqlmodel import Session

from api.acts import Done, on_order
from api.deps import Actor, Looking, Reader, TheOrder
from api.notices import said_at
from api.order_views import order_story, overview
from api.pages import page
from api.sent import NothingSent, Sent
from config.language import _
from gateways.clock import now
from models import access, destroy
from models.call_off import call_off
from models.destroy import Draft
from models.orders import DestructionOrder
from models.people import Me

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])


class OrderSent(Sent):
    documents: list[UUID] = Field(default_factory=list, title=_("到期档案"))
    words: str = Field(title=_("鉴定意见"))
    method: str = Field(title=_("销毁方式"))
    approver: UUID = Field(title=_("批准人"))
    witnesses: list[UUID] = Field(default_factory=list, title=_("监销人"))


class OrderForm(OrderSent):
    csrf: str = ""


class RefusalSent(Sent):
    words: str = Field(title=_("不批准的理由"))


class CallingOffSent(Sent):
    words: str = Field(title=_("撤回的理由"))


@pages.get("/destruction-orders")
def listing(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "destroy/orders.html", **overview(session, me))


@pages.post("/destruction-orders", name="propose-order")
def propose_page(sent: Annotated[OrderForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        order = propose(session, sent, me, now())
    return said_at(f"/destruction-orders/{order.id}", "proposed")


@api.post("/destruction-orders", operation_id="propose_order", summary="提请销毁", status_code=201)
def propose_by_program(sent: OrderSent, actor: Actor) -> Done:
    with actor() as (session, me):
        order = propose(session, sent, me, now())
    return Done(id=order.id, label=order.number, stage=order.state, version=0)


def propose(session: Session, sent: OrderSent, me: Me, at: datetime) -> DestructionOrder:
    draft = Draft(words=sent.words, method=sent.method, approver=sent.approver, witnesses=sent.witnesses)
    locked = {one: access.find(session, one, me, to_change=True) for one in sorted(set(sent.documents))}
    documents = [locked[one] for one in dict.fromkeys(sent.documents)]
    return destroy.propose(session, documents, draft, by=me, at=at)


@on_order("approval", NothingSent)
def approve(session: Session, order: DestructionOrder, _sent: NothingSent, me: Me, at: datetime) -> object:
    """批准销毁"""
    return destroy.approve(session, order, by=me, at=at)


@on_order("refusal", RefusalSent)
def refuse(session: Session, order: DestructionOrder, sent: RefusalSent, me: Me, at: datetime) -> object:
    """不批准"""
    return destroy.refuse(session, order, sent.words, by=me, at=at)


@on_order("calling-off", CallingOffSent)
def call_it_off(
    session: Session, order: DestructionOrder, sent: CallingOffSent, me: Me, at: datetime
) -> object:
    """撤回清册"""
    return call_off(session, order, sent.words, by=me, at=at)


@on_order("witnessing", NothingSent)
def witness(session: Session, order: DestructionOrder, _sent: NothingSent, me: Me, at: datetime) -> object:
    """监销签字"""
    return destroy.witness(session, order, by=me, at=at)


@pages.get("/destruction-orders/{order_id}")
def order_page(request: Request, order: TheOrder, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "destroy/order.html", failed=None, **order_story(session, order, me))
