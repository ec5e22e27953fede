"""邮件链接: the link in a mail points at a task.  Opening it changes nothing; the named person's POST decides once."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from api.approve import Choice, OpinionSent, opinion
from api.case import case, note_opened
from api.deps import Actor, Looking, SignedOut, visitor_of
from api.forms import Form as Sheet
from api.offers import offers
from api.pages import page
from api.session import sheet
from gateways.clock import now
from models import access, ledger, tickets
from models.document import Document
from models.people import Me
from models.tasks import Task

pages = APIRouter(include_in_schema=False)


class TicketForm(OpinionSent):
    csrf: str = ""
    decision: Choice = Field(title="批示或圈阅")


@pages.get("/t/{token}")
def landing(request: Request, token: str, session: Looking) -> Response:
    """Says nothing before sign-in; afterwards shows the document with its opinion form, to the named person."""
    try:
        me = visitor_of(request, session).me
    except SignedOut:
        return page(request, "ticket.html", form=sheet(f"/t/{token}"))
    document, offered = behind(session, token, me)
    note_opened(session, document, me)
    return page(request, "document.html", **case(session, document, me) | {"offers": offered})


@pages.post("/t/{token}")
def decide(
    token: str,
    sent: Annotated[TicketForm, Form()],
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        ticket = tickets.redeem(session, token, me, at=now())
        task = session.get_one(Task, ticket.task_id)
        document = access.find(session, task.subject, me, to_change=True)
        ledger.must_be_fresh(session, document, sent.version)
        ledger.must_be_fresh(session, document, ticket.version)
        opinion(session, document, sent, me.answering(task.hat), now())
    return RedirectResponse(f"/documents/{document.id}?done=opinion", status_code=303)


def behind(session: Session, token: str, me: Me) -> tuple[Document, list[Sheet]]:
    """The document that a link points at, and what may be done with it there.  Raises what look() raises."""
    ticket = tickets.look(session, token, me, at=now())
    task = session.get_one(Task, ticket.task_id)
    document, asked_of = access.find(session, task.subject, me), str(me.answering(task.hat).behalf_of or "")
    here = [form for form in offers(session, document, me) if form.behalf_of == asked_of]
    return document, [replace(one, action=f"/t/{token}") if one.act == "opinion" else one for one in here]
