"""One act, two doors: a form on the document's page, and the same verb as JSON under /api/v1."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, create_model
from sqlmodel import Session

from api.deps import Actor
from api.sent import Sent
from gateways.clock import now
from models import access, ledger, orders, tasks
from models.document import Document
from models.orders import DestructionOrder
from models.people import Me

# A verb as a door calls it: the transaction, what it is about, what was sent, who, when.
Verb = Callable[[Session, Any, Any, Me, datetime], object]

# One transaction, and who acts in it.
Turn = Callable[[], AbstractContextManager[tuple[Session, Me]]]

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])


@dataclass(frozen=True)
class Act:
    """``name`` is the last part of both URLs; ``sent`` what either door accepts."""

    name: str
    sent: type[Sent]
    about: str


ACTS: dict[tuple[str, str], Act] = {}

MORE = object()  # what a verb returns that is not through: it is called again, in a transaction of its own


class Done(BaseModel):
    """The answer to every act: how the document (or list) stands now."""

    id: UUID
    label: str
    stage: str
    version: int


def on_document(name: str, sent: type[Sent], *, beside: bool = False) -> Callable[[Verb], Verb]:
    """Open both doors for an act on one document.

    ``beside`` the stage several act at once: what another did meanwhile is no reason to look again.
    """

    def open_doors(verb: Verb) -> Verb:
        filled = _as_form(sent)
        ACTS["documents", name] = Act(name, sent, "documents")

        def by_page(
            document_id: UUID,
            sent: Annotated[filled, Form()],  # type: ignore[valid-type]
            actor: Actor,
        ) -> RedirectResponse:
            _on_document(lambda: actor(sent.csrf), verb, document_id, sent, beside)
            return RedirectResponse(f"/documents/{document_id}?done={name}", status_code=303)

        def by_program(document_id: UUID, sent: sent, actor: Actor) -> Done:  # type: ignore[valid-type]
            document = _on_document(actor, verb, document_id, sent, beside)
            return Done(
                id=document.id, label=document.label, stage=document.stage or "", version=document.line
            )

        path = f"/documents/{{document_id}}/{name}"
        pages.post(path, name=name)(by_page)
        api.post(path, operation_id=name.replace("-", "_"), summary=_summary(verb))(by_program)
        return verb

    return open_doors


def on_order(name: str, sent: type[Sent]) -> Callable[[Verb], Verb]:
    """Open both doors for an act on one destruction order."""

    def open_doors(verb: Verb) -> Verb:
        filled = _as_form(sent)
        ACTS["destruction-orders", name] = Act(name, sent, "destruction-orders")

        def by_page(
            order_id: UUID,
            sent: Annotated[filled, Form()],  # type: ignore[valid-type]
            actor: Actor,
        ) -> RedirectResponse:
            with actor(sent.csrf) as (session, me):
                _on_order(session, verb, order_id, sent, me)
            return RedirectResponse(f"/destruction-orders/{order_id}?done={name}", status_code=303)

        def by_program(order_id: UUID, sent: sent, actor: Actor) -> Done:  # type: ignore[valid-type]
            with actor() as (session, me):
                order = _on_order(session, verb, order_id, sent, me)
            return Done(id=order.id, label=order.number, stage=order.state, version=0)

        path = f"/destruction-orders/{{order_id}}/{name}"
        pages.post(path, name=f"order-{name}")(by_page)
        api.post(path, operation_id=f"order_{name}", summary=_summary(verb))(by_program)
        return verb

    return open_doors


def _on_document(turn: Turn, verb: Verb, document_id: UUID, sent: Sent, beside: bool) -> Document:
    done = MORE
    while done is MORE:
        with turn() as (session, me):
            document = access.find(session, document_id, me, to_change=True)
            if not beside:
                ledger.must_be_fresh(session, document, sent.version)
            by = tasks.in_place_of(session, document.id, me, sent.behalf_of)
            done = verb(session, document, sent, by, now())
    return document


def _on_order(session: Session, verb: Verb, order_id: UUID, sent: Sent, me: Me) -> DestructionOrder:
    order = orders.find_order(session, order_id, me, to_change=True)
    verb(session, order, sent, tasks.in_place_of(session, order.id, me, sent.behalf_of), now())
    return order


def _as_form(sent: type[Sent]) -> type[Sent]:
    return create_model(f"{sent.__name__}Form", __base__=sent, csrf=(str, ""))


def _summary(verb: Verb) -> str:
    return (verb.__doc__ or verb.__name__).strip().splitlines()[0]
