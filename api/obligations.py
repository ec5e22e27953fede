"""定期报送: set up and ended on one page, or by a program."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.obligation_views import listing, next_deadline
from api.pages import page
from api.sent import NothingSent, Sent, as_form
from config.language import _
from gateways.clock import now
from models import obligations, oblige
from models.obligations import Obligation
from models.oblige import Plan
from models.recurrence import Counted, Recurrence, Rhythm

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])


class ObligationSent(Sent):
    title: str = Field(title=_("报送事项"))
    basis: str = Field(title=_("报送依据"))
    words: str = Field(title=_("报送要求"))
    leader: UUID = Field(title=_("交办领导"))
    lead: str = Field(title=_("主办部门"))
    rhythm: Rhythm = Field(title=_("周期"))
    month: int = Field(default=1, title=_("月份"))
    counted: Counted = Field(title=_("报送日的算法"))
    nth: int = Field(title=_("报送日"))
    ahead: int = Field(default=5, title=_("提前立项的工作日"))
    since: date = Field(title=_("起始日期"))
    until: date | None = Field(default=None, title=_("截止日期"))

    def plan(self) -> Plan:
        rule = Recurrence(self.rhythm, self.month, self.counted, self.nth, self.ahead)
        who = (self.title, self.basis, self.words, self.lead, self.leader)
        return Plan(*who, recurrence=rule, since=self.since, until=self.until)


class ObligationOut(BaseModel):
    """``next``: the next deadline as a page prints it."""

    id: UUID
    label: str
    title: str
    office: str
    rule: str
    next: str
    ended: bool


@pages.get("/obligations")
def obligations_page(request: Request, session: Looking, _me: Reader) -> HTMLResponse:
    return page(request, "supervise/obligations.html", **listing(session))


@api.get("/obligations", operation_id="list_obligations", summary="定期报送")
def list_obligations(session: Looking, _me: Reader) -> list[ObligationOut]:
    return [_out(one) for one in obligations.all_of_them(session)]


@pages.post("/obligations", name="add-obligation")
def add_page(sent: Annotated[as_form(ObligationSent), Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):
        oblige.add(session, sent.plan(), by=me, at=now())
    return said_at("/obligations", "obligation-added")


@api.post("/obligations", operation_id="add_obligation", summary="设置定期报送", status_code=201)
def add_by_program(sent: ObligationSent, actor: Actor) -> ObligationOut:
    with actor() as (session, me):
        return _out(oblige.add(session, sent.plan(), by=me, at=now()))


@pages.post("/obligations/{obligation_id}/ending", name="end-obligation")
def end_page(
    obligation_id: UUID,
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        oblige.end(session, obligations.find(session, obligation_id), by=me, at=now())
    return said_at("/obligations", "obligation-ended")


@api.post("/obligations/{obligation_id}/ending", operation_id="end_obligation", summary="停止定期报送")
def end_by_program(obligation_id: UUID, _sent: NothingSent, actor: Actor) -> ObligationOut:
    with actor() as (session, me):
        return _out(oblige.end(session, obligations.find(session, obligation_id), by=me, at=now()))


def _out(one: Obligation) -> ObligationOut:
    return ObligationOut(
        id=one.id,
        label=one.label,
        title=one.title,
        office=one.lead,
        rule=one.recurrence.words,
        next="" if one.ended_at else next_deadline(one),
        ended=one.ended_at is not None,
    )
