"""时钟: what the server's clock says, whether it is believed, and the two administrators' 接受."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import AwareDatetime, BaseModel
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.pages import page
from api.sent import NothingSent, as_form
from gateways.clock import now
from models import clock_watch
from models.clock_watch import ONLY, ClockMark
from models.people import Me, Person
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["administration"])


class ClockOut(BaseModel):
    """``doubt`` is empty while the clock is believed; ``expected`` is what it should say where it is not."""

    says: AwareDatetime
    doubt: str
    expected: AwareDatetime | None
    accepted_by_one: bool


@pages.get("/clock")
def clock(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    mark = session.get(ClockMark, ONLY)
    held = mark if mark and mark.doubt else None
    return page(
        request,
        "clock.html",
        says=to_the_minute(now()),
        seen=to_the_minute(mark.seen_at) if mark else "",
        doubt=held.doubt.label if held and held.doubt else "",
        held_at=to_the_minute(held.held_at) if held and held.held_at else "",
        first=_first(session, held),
        may=held is not None and held.first_by != me.id,
    )


@api.get("/clock", operation_id="clock", summary="服务器时钟")
def standing(session: Looking, me: Reader) -> ClockOut:
    return _standing(session)


@pages.post("/clock/acceptance", name="accept-clock")
def accept_page(
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        second = _accept(actor, session, me)
    return RedirectResponse(f"/clock?done={'clock-accepted' if second else 'clock-first'}", status_code=303)


@api.post("/clock/acceptance", operation_id="accept_clock", summary="接受现在的时间")
def accept(sent: NothingSent, actor: Actor) -> ClockOut:
    with actor() as (session, me):
        _accept(actor, session, me)
        return _standing(session)


def _accept(actor: Actor, session: Session, me: Me) -> bool:
    actor.must_be_fresh("password")
    return clock_watch.accept(session, by=me, at=now())


def _standing(session: Session) -> ClockOut:
    mark = session.get(ClockMark, ONLY)
    doubt = mark.doubt if mark else None
    return ClockOut(
        says=now(),
        doubt=doubt.value if doubt else "",
        expected=mark.seen_at if mark and doubt else None,
        accepted_by_one=bool(mark and mark.first_by),
    )


def _first(session: Session, held: ClockMark | None) -> str:
    return session.get_one(Person, held.first_by).name if held and held.first_by else ""
