"""拒之门外: what is refused at the door goes into the journal, in a transaction of its own, whatever becomes of it."""

import logging
from collections import Counter
from datetime import datetime
from threading import Lock
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.requests import Request

from api import cookies
from api.address import address_of
from api.deps import FactorOwed, ForgedSession
from api.step_up import NotConfirmed
from gateways.clock import now
from models import audit, signins
from models.audit_words import Act
from models.database import unit_of_work
from models.errors import DomainError, NotFound, NotYours
from models.factors import WrongCode
from models.made_here import NotOurs
from models.people import Person

log = logging.getLogger("jiyao.web")

EACH, ALL = 20, 300  # lines a minute: from one person or address, and from everybody
NO_MORE = "此后一分钟内的拒绝不再逐条记录"
PART_OF_THE_WAY = (NotConfirmed, FactorOwed, WrongCode)  # a question, or written down where it was found


class Minute:
    """How many lines this process has written in this minute, and for whom."""

    def __init__(self) -> None:
        self.began, self.lines, self.lock = "", Counter[str](), Lock()

    def has_room(self, who: str, *, at: datetime) -> bool | None:
        """None: this is the line that says that no more will come."""
        with self.lock:
            if self.began != f"{at:%H:%M}":
                self.began, self.lines = f"{at:%H:%M}", Counter()
            if self.lines[who] > EACH or self.lines[""] > ALL:
                return False
            self.lines.update([who, ""])
            return True if self.lines[who] <= EACH and self.lines[""] <= ALL else None


MINUTE = Minute()


def note(request: Request, refusal: DomainError) -> None:
    """Who was refused what, from where: the route without its words, and the ids in it.  Never raises for a database."""
    if not _is_told(request, refusal):
        return
    try:
        with unit_of_work() as session:
            _write(session, request, refusal)
    except SQLAlchemyError as error:
        log.error("a refusal was not recorded: %s", type(error).__name__)


def _is_told(request: Request, refusal: DomainError) -> bool:
    """Also what is not there for somebody who is signed in: so it looks when ids are tried out."""
    if isinstance(refusal, NotFound):
        return hasattr(request.state, "visitor")
    return isinstance(refusal, NotYours | ForgedSession) and not isinstance(refusal, PART_OF_THE_WAY)


def _write(session: Session, request: Request, refusal: DomainError) -> None:
    by, at, address = _who(session, request), now(), address_of(request)
    room = MINUTE.has_room(by.uid if by else f" {address}", at=at)
    if isinstance(refusal, ForgedSession):
        signins.end(session, cookies.read(request))
    if room is not False:
        why = str(refusal) if room else NO_MORE
        audit.record(
            session, Act.TURNED_AWAY, by=by, at=at, about=_about(request), why=why, ok=False, address=address
        )


def _who(session: Session, request: Request) -> Person | None:
    """Nobody, where the session is none of ours."""
    try:
        found = signins.who(session, cookies.read(request), at=now())
    except NotOurs:
        return None
    return found[1].person if found else None


def _about(request: Request) -> str:
    """``GET /documents/{document_id} 0f…``: no title, no word that was typed, no secret of a link."""
    route = getattr(request.scope.get("route"), "path", "")
    ids = [value for value in request.path_params.values() if _is_id(str(value))]
    return " ".join([request.method, route, *ids])[:120]


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
