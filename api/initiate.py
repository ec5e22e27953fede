"""立项: a matter that did not come by post is made a case of."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from sqlmodel import Session

from api.acts import Done
from api.deps import Actor, Looking, Reader
from api.forms import Form as Sheet
from api.forms import choose, people
from api.matters import offices
from api.notices import said_at
from api.pages import page
from api.sent import Sent, as_form
from config.language import _
from gateways.clock import now
from models import initiate
from models.document import Document
from models.initiate import Matter, Source
from models.people import Me, Role, holders
from models.values import Urgency, due_in_range, local_day
from models.workdays import due_on

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])


class MatterSent(Sent):
    title: str = Field(title=_("督办事项"))
    source: Source = Field(title=_("来源"))
    basis: str = Field(title=_("立项依据"))
    words: str = Field(title=_("办理要求"))
    leader: UUID = Field(title=_("交办领导"))
    lead: str = Field(title=_("主办部门"))
    assistants: list[str] = Field(default_factory=list, title=_("协办部门"))
    due_date: date = Field(title=_("办理时限"))
    urgency: Urgency = Field(default=Urgency.ROUTINE, title=_("紧急程度"))
    about: str = Field(default="", title=_("相关收文编号"))


@pages.get("/supervision/new")
def sheet(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "supervise/initiation.html", form=blank(session, me))


@pages.post("/supervision", name="initiate")
def initiate_page(
    sent: Annotated[as_form(MatterSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        document = begin(session, sent, me)
    return said_at(f"/documents/{document.id}", "initiated")


@api.post("/supervision", operation_id="initiate", summary="立项", status_code=201)
def initiate_by_program(sent: MatterSent, actor: Actor) -> Done:
    with actor() as (session, me):
        document = begin(session, sent, me)
    return Done(id=document.id, label=document.label, stage=document.stage or "", version=document.line)


def begin(session: Session, sent: MatterSent, me: Me) -> Document:
    due = due_in_range(sent.due_date, today=local_day(now()), name=_("办理时限"), field="due_date")
    matter = Matter(
        title=sent.title,
        source=sent.source,
        basis=sent.basis,
        required=sent.words,
        leader=sent.leader,
        lead=sent.lead,
        due_at=due_on(due),
        assistants=sent.assistants,
        urgency=sent.urgency,
        about=sent.about,
    )
    return initiate.initiate(session, matter, by=me, at=now())


def blank(session: Session, _me: Me) -> Sheet:
    named = list(offices(session).items())
    return Sheet(
        act="supervision",
        key="initiate",
        action="/supervision",
        template="supervise/initiation.html",
        values={"urgency": Urgency.ROUTINE.value, "source": Source.INSTRUCTION.value},
        hints={"about": _("从哪件收文而来，如 2026-普-0001；两件互为关联。")},
        choices={
            "source": choose(Source),
            "leader": people(holders(session, Role.LEADER)),
            "lead": named,
            "assistants": named,
            "urgency": choose(Urgency),
        },
    )
