"""邮件链接: the link in a mail points at a task.  Opening it changes nothing; the named person's POST decides once."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from api import entrance
from api.approve import Choice, OpinionSent, opinion, signed
from api.case import case, note_opened
from api.deps import Actor, Looking, SignedOut, visitor_of
from api.forms import Form as Sheet
from api.note_reader import note_reader
from api.notices import said_at
from api.offers import offers
from api.pages import page
from api.session import sheet
from config.language import _
from gateways.clock import now
from models import access, ledger, tickets
from models.document import Document
from models.people import Me
from models.tasks import Task

pages = APIRouter(include_in_schema=False)


class TicketForm(OpinionSent):
    csrf: str = ""
    decision: Choice = Field(title=_("批示或圈阅"))


@pages.get("/t/{token}")
def landing(request: Request, token: str, session: Looking) -> Response:
    """Says nothing before sign-in; afterwards shows the document with its opinion form, to the named person."""
    try:
        me = visitor_of(request, session).me
    except SignedOut:
        return page(request, "ticket.html", form=sheet(f"/t/{token}", entrance.remembered(request)))
    try:
        document, offered = behind(session, token, me)
    except tickets.TicketSpent as over:
        return page(request, "spent.html", status=409, **_over(session, token, me, str(over)))
    note_opened(session, document, me)
    note_reader(request, session, document, me)
    return page(request, "document.html", **case(session, document, me) | {"offers": offered})


@pages.post("/t/{token}")
def decide(
    token: str,
    sent: Annotated[TicketForm, Form()],
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        if again := _decided_so(session, token, sent, me):
            return said_at(f"/documents/{again.id}", "opinion")
        ticket = tickets.redeem(session, token, me, at=now())
        task = session.get_one(Task, ticket.task_id)
        document = actor.document(session, task.subject, me)
        ledger.must_be_fresh(session, document, sent.version)
        ledger.must_be_fresh(session, document, ticket.version)
        opinion(session, document, sent, me.answering(task.hat), now())
    return said_at(f"/documents/{document.id}", "opinion")


def behind(session: Session, token: str, me: Me) -> tuple[Document, list[Sheet]]:
    """The document that a link points at, and what may be done with it there.  Raises what look() raises."""
    ticket = tickets.look(session, token, me, at=now())
    task = session.get_one(Task, ticket.task_id)
    document, asked_of = access.find(session, task.subject, me), str(me.answering(task.hat).behalf_of or "")
    here = [form for form in offers(session, document, me) if form.behalf_of == asked_of]
    return document, [replace(one, action=f"/t/{token}") if one.act == "opinion" else one for one in here]


def _decided_so(session: Session, token: str, sent: TicketForm, me: Me) -> Document | None:
    """The document, where this very decision was made by this link: a second tap, or an answer that got lost."""
    ticket = tickets.used(session, token, me)
    if ticket is None:
        return None
    task = session.get_one(Task, ticket.task_id)
    document = access.find(session, task.subject, me)
    return document if signed(session, document, sent, me.answering(task.hat)) else None


def _over(session: Session, token: str, me: Me, why: str) -> dict[str, Any]:
    """What is said of a link whose matter is over; the way to the case only for whoever may still see it."""
    subject = tickets.subject(session, token)
    known = session.exec(access.visible_to(me).where(Document.id == subject)).one_or_none()
    return {
        "why": why,
        "href": f"/documents/{known.id}" if known else "",
        "label": known.label if known else "",
    }
