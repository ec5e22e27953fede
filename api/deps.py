"""What a route may ask for: a look, the person at work, the document it is about."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session

from gateways.clock import now
from models import access, orders, signins
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import DomainError
from models.orders import DestructionOrder
from models.people import Me

COOKIE = "jiyao"
RENEW_AFTER = timedelta(minutes=1)
SEATS = 30  # of 40 threads (anyio) and as many connections (models.database)


class SignedOut(DomainError):
    def __init__(self) -> None:
        super().__init__("请先登录。")


@dataclass(frozen=True)
class Visitor:
    """The signed-in person and the word that his or her forms must carry."""

    me: Me
    csrf: str


async def _look(request: Request) -> AsyncIterator[Session]:
    """Whoever is let in finds a thread and a connection: there are more of both than seats."""
    async with request.app.state.seats:
        with reading() as session:
            yield session


Looking = Annotated[Session, Depends(_look, scope="function")]


def visitor_of(request: Request, session: Session) -> Visitor:
    """Raises SignedOut.  Kept on the request, so that an error page knows who is looking."""
    found = signins.who(session, request.cookies.get(COOKIE, ""), at=now())
    if found is None:
        raise SignedOut()
    signin, me = found
    request.state.visitor = Visitor(me, signin.csrf)
    request.state.stale = now() - signin.seen_at > RENEW_AFTER
    return request.state.visitor


def _reader(request: Request, session: Looking) -> Me:
    me = visitor_of(request, session).me
    if request.state.stale and request.headers.get("hx-trigger") != "desk":  # a poll is nobody
        with unit_of_work() as writing:
            signins.renew(writing, request.cookies[COOKIE], at=now())
    return me


def _actor(request: Request) -> Me:
    """Looked up before the act.  The act begins and commits its transaction in one thread: SQLite has one
    writer, and whoever keeps that place while waiting for a thread keeps everybody waiting."""
    with reading() as session:
        return _reader(request, session)


Reader = Annotated[Me, Depends(_reader, scope="function")]
Actor = Annotated[Me, Depends(_actor, scope="function")]


def _document(document_id: UUID, session: Looking, me: Reader) -> Document:
    return access.find(session, document_id, me)


TheDocument = Annotated[Document, Depends(_document, scope="function")]


def _order(order_id: UUID, session: Looking, me: Reader) -> DestructionOrder:
    return orders.find_order(session, order_id, me)


TheOrder = Annotated[DestructionOrder, Depends(_order, scope="function")]
