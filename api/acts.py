"""One act, two doors: a form on the document's page, and the same verb as JSON under /api/v1."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.deps import Acting, Actor
from api.notices import said_at
from api.sent import Sent, as_form
from gateways.clock import now
from models import ledger, tasks
from models.document import Document
from models.orders import DestructionOrder
from models.people import Me

# A verb as a door calls it: the transaction, what it is about, what was sent, who, when.
Verb = Callable[[Session, Any, Any, Me, datetime], object]

# Whether what was sent is done already, by this very person with these very words.
Again = Callable[[Session, Any, Any, Me], bool]

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])


@dataclass(frozen=True)
class Act:
    """``name`` is the last part of both URLs; ``sent`` what either door accepts."""

    name: str
    sent: type[Sent]
    about: str


ACTS: dict[tuple[str, str], Act] = {}


def never(_session: Session, _thing: Any, _sent: Any, _me: Me) -> bool:
    return False


# Where a page goes after its act; None: to the document, which says what was done.
Onward = Callable[[Document, Any, Me], str | None]

MORE = object()  # what a verb returns that is not through: it is called again, in a transaction of its own


def stays(_document: Document, _sent: Any, _me: Me) -> None:
    return None


class Done(BaseModel):
    """The answer to every act: how the document (or list) stands now."""

    id: UUID
    label: str
    stage: str
    version: int


def on_document(
    name: str, sent: type[Sent], *, beside: bool = False, again: Again = never, onward: Onward = stays
) -> Callable[[Verb], Verb]:
    """Open both doors for an act on one document.

    ``beside`` the stage several act at once: what another did meanwhile is no reason to look again.
    ``again`` knows a second tap, or what is sent anew because the answer was lost: it is done, and done once.
    ``onward`` may lead the page elsewhere.
    """

    def open_doors(verb: Verb) -> Verb:
        filled = as_form(sent)
        ACTS["documents", name] = Act(name, sent, "documents")

        def by_page(
            document_id: UUID,
            sent: Annotated[filled, Form()],  # type: ignore[valid-type]
            actor: Actor,
        ) -> Response:
            document = _on_document(actor, sent.csrf, verb, document_id, sent, beside, again)
            if place := onward(document, sent, actor.request.state.visitor.me):
                return to_another_page(actor.request, place)
            return said_at(f"/documents/{document_id}", name)

        def by_program(document_id: UUID, sent: sent, actor: Actor) -> Done:  # type: ignore[valid-type]
            document = _on_document(actor, None, verb, document_id, sent, beside, again)
            return Done(
                id=document.id, label=document.label, stage=document.stage or "", version=document.line
            )

        path = f"/documents/{{document_id}}/{name}"
        pages.post(path, name=name)(by_page)
        api.post(path, operation_id=name.replace("-", "_"), summary=summary_of(verb))(by_program)
        return verb

    return open_doors


def on_order(name: str, sent: type[Sent]) -> Callable[[Verb], Verb]:
    """Open both doors for an act on one destruction order."""

    def open_doors(verb: Verb) -> Verb:
        filled = as_form(sent)
        ACTS["destruction-orders", name] = Act(name, sent, "destruction-orders")

        def by_page(
            order_id: UUID,
            sent: Annotated[filled, Form()],  # type: ignore[valid-type]
            actor: Actor,
        ) -> RedirectResponse:
            with actor(sent.csrf) as (session, me):
                _on_order(session, verb, actor.order(session, order_id, me), sent, me)
            return said_at(f"/destruction-orders/{order_id}", name)

        def by_program(order_id: UUID, sent: sent, actor: Actor) -> Done:  # type: ignore[valid-type]
            with actor() as (session, me):
                order = _on_order(session, verb, actor.order(session, order_id, me), sent, me)
            return Done(id=order.id, label=order.number, stage=order.state, version=0)

        path = f"/destruction-orders/{{order_id}}/{name}"
        pages.post(path, name=f"order-{name}")(by_page)
        api.post(path, operation_id=f"order_{name}", summary=summary_of(verb))(by_program)
        return verb

    return open_doors


def to_another_page(request: Request, place: str) -> Response:
    """htmx would put it under the address of this one."""
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": place})
    return RedirectResponse(place, status_code=303)


def _on_document(
    actor: Acting, csrf: str | None, verb: Verb, document_id: UUID, sent: Sent, beside: bool, again: Again
) -> Document:
    done = MORE
    while done is MORE:
        with actor(csrf) as (session, me):
            document = actor.document(session, document_id, me)
            if again(session, document, sent, me.acting_for(sent.behalf_of)):
                return document
            if not beside:
                ledger.must_be_fresh(session, document, sent.version)
            by = tasks.in_place_of(session, document.id, me, sent.behalf_of)
            done = verb(session, document, sent, by, now())
    return document


def _on_order(session: Session, verb: Verb, order: DestructionOrder, sent: Sent, me: Me) -> DestructionOrder:
    verb(session, order, sent, tasks.in_place_of(session, order.id, me, sent.behalf_of), now())
    return order


def summary_of(verb: Verb) -> str:
    return (verb.__doc__ or verb.__name__).strip().splitlines()[0]
