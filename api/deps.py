"""What a route may ask for: a look, the person at work, the document it is about."""

import hmac
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session

from api import cookies, renewal, step_up
from api.cookies import COOKIE as COOKIE
from api.note_reader import note_reader
from api.rights import right_of
from config.language import _
from config.signing_in import Strength
from gateways.clock import now
from models import access, factors, orders, signins
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import DomainError, NotYours
from models.made_here import NotOurs
from models.orders import DestructionOrder
from models.people import Me
from models.rights import may
from models.signins import SignIn

WITHOUT_FACTOR = ("/account", "/confirm", "/sign-out")  # what is open until a factor is there that must be
SEATS = 30  # of 40 threads (anyio) and as many connections (models.database)


class SignedOut(DomainError):
    def __init__(self) -> None:
        super().__init__(_("请先登录。"))


class Forged(NotYours):
    def __init__(self) -> None:
        super().__init__(_("页面已过期或来路不明，请刷新后重新提交。"))


class ForgedSession(SignedOut):
    """The row behind the cookie was written past the product."""

    def __init__(self) -> None:
        DomainError.__init__(self, str(NotOurs()))


class FactorOwed(NotYours):
    def __init__(self) -> None:
        super().__init__(_("您的角色须先登记第二因素，请到“我的账号”登记验证器。"))


@dataclass(frozen=True)
class Visitor:
    """The signed-in person, and the session: the word that its forms must carry, when who it is was proved."""

    me: Me
    csrf: str
    proof: SignIn


async def _look(request: Request) -> AsyncIterator[Session]:
    """Whoever is let in finds a thread and a connection: there are more of both than seats."""
    async with request.app.state.seats:
        with reading() as session:
            yield session


Looking = Annotated[Session, Depends(_look, scope="function")]


def visitor_of(request: Request, session: Session) -> Visitor:
    """Raises SignedOut, FactorOwed.  Kept on the request, so that an error page knows who is looking."""
    try:
        found = signins.who(session, cookies.read(request), at=now())
    except NotOurs:
        raise ForgedSession() from None
    if found is None:
        raise SignedOut()
    signin, me = found
    request.state.visitor = Visitor(me, signin.csrf, signin)
    request.state.stale = now() - signin.seen_at > renewal.AFTER
    if not request.url.path.startswith(WITHOUT_FACTOR) and factors.is_owed(session, me.id, me.roles):
        raise FactorOwed()
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
    if not hmac.compare_digest(csrf.encode(), request.state.visitor.csrf.encode()):
        raise Forged()


def _reader(request: Request, session: Looking) -> Me:
    me = visitor_of(request, session).me
    may(me, right_of(request))
    if request.state.stale:
        renewal.renew(request)
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
            may(me, right_of(self.request))
            if not step_up.is_about_a_thing(self.request.scope["route"].path):
                self._must_be_fresh(session)
            if self.request.state.stale:
                signins.renew(session, cookies.read(self.request), at=now())
            yield session, me

    @property
    def visitor(self) -> Visitor:
        """Who came, once the act was begun."""
        visitor: Visitor = self.request.state.visitor
        return visitor

    def document(self, session: Session, document_id: UUID, me: Me) -> Document:
        """What this act changes.  Raises NotFound, step_up.NotConfirmed, and what may() raises."""
        found = access.find(session, document_id, me, to_change=True)
        may(me, right_of(self.request), found)
        self._must_be_fresh(session, found)
        return found

    def order(self, session: Session, order_id: UUID, me: Me) -> DestructionOrder:
        """The same for a list."""
        found = orders.find_order(session, order_id, me, to_change=True)
        may(me, right_of(self.request), found)
        self._must_be_fresh(session, found)
        return found

    def must_be_fresh(self, needs: Strength) -> None:
        """For acts that want it whatever the policy says: one's own factors.  Raises step_up.NotConfirmed."""
        step_up.must_be_fresh(self.request, needs, at=now())

    def _must_be_fresh(self, session: Session, thing: Document | DestructionOrder | None = None) -> None:
        self.must_be_fresh(step_up.demanded(self.request, session, thing))


async def _acting(request: Request) -> Acting:
    return Acting(request)


Reader = Annotated[Me, Depends(_reader, scope="function")]
Actor = Annotated[Acting, Depends(_acting, scope="function")]


def _document(request: Request, document_id: UUID, session: Looking, me: Reader) -> Document:
    found = access.find(session, document_id, me)
    may(me, right_of(request), found)
    note_reader(request, session, found, me)
    return found


TheDocument = Annotated[Document, Depends(_document, scope="function")]


def _order(request: Request, order_id: UUID, session: Looking, me: Reader) -> DestructionOrder:
    found = orders.find_order(session, order_id, me)
    may(me, right_of(request), found)
    return found


TheOrder = Annotated[DestructionOrder, Depends(_order, scope="function")]
