"""What a route may ask for: a look, the person at work, the document it is about."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
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
from models.errors import DomainError, NotYours
from models.orders import DestructionOrder
from models.people import Me

COOKIE = "jiyao"
RENEW_AFTER = timedelta(minutes=1)
SEATS = 30  # of 40 threads (anyio) and as many connections (models.database)


class SignedOut(DomainError):
    def __init__(self) -> None:
        super().__init__("请先登录。")


class Forged(NotYours):
    def __init__(self) -> None:
        super().__init__("页面已过期或来路不明，请刷新后重新提交。")


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


def is_signed_in(request: Request) -> bool:
    """Asked before a stranger is told which fields of a form are wrong."""
    try:
        with reading() as session:
            return bool(visitor_of(request, session))
    except SignedOut:
        return False


def must_be_ours(request: Request, csrf: str) -> None:
    """Raises Forged unless the form was made for this session."""
    if csrf != request.state.visitor.csrf:
        raise Forged()


def _reader(request: Request, session: Looking) -> Me:
    me = visitor_of(request, session).me
    if request.state.stale and request.headers.get("hx-trigger") != "desk":  # a poll is nobody
        with unit_of_work() as writing:
            signins.renew(writing, request.cookies[COOKIE], at=now())
    return me


@dataclass(frozen=True)
class Acting:
    """One act: who does it and what is done are one transaction, begun and committed in one thread.

    SQLite has one writer, and whoever keeps that place while waiting for a thread keeps everybody waiting.
    """

    request: Request

    @contextmanager
    def __call__(self, csrf: str | None = None) -> Iterator[tuple[Session, Me]]:
        """``csrf`` is the word that a page's form carried; a program sends none.  Raises SignedOut, Forged."""
        with unit_of_work() as session:
            me = visitor_of(self.request, session).me
            if csrf is not None:
                must_be_ours(self.request, csrf)
            if self.request.state.stale:
                signins.renew(session, self.request.cookies[COOKIE], at=now())
            yield session, me


async def _acting(request: Request) -> Acting:
    return Acting(request)


Reader = Annotated[Me, Depends(_reader, scope="function")]
Actor = Annotated[Acting, Depends(_acting, scope="function")]


def _document(document_id: UUID, session: Looking, me: Reader) -> Document:
    return access.find(session, document_id, me)


TheDocument = Annotated[Document, Depends(_document, scope="function")]


def _order(order_id: UUID, session: Looking, me: Reader) -> DestructionOrder:
    return orders.find_order(session, order_id, me)


TheOrder = Annotated[DestructionOrder, Depends(_order, scope="function")]
