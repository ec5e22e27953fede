"""实时更新: an open desk is told that its counts changed, and nothing else: it asks for its rows with its own rights."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool

from api import cookies
from api.bell import Bell
from api.deps import Reader
from gateways.clock import now
from models import signins
from models.database import reading
from models.made_here import NotOurs
from models.people import Me

pages = APIRouter(include_in_schema=False)

KIND = "text/event-stream"
CHECK_SECONDS = 20.0  # an ended session is told nothing after this long
CHANGED = format_sse_event(event="changed", data_str="-")
STILL_HERE = format_sse_event(comment="-")


@pages.get("/desk/events")
async def events(request: Request, me: Reader) -> Response:
    """No content where a browser does not listen, or too many do: then it goes on asking."""
    bell: Bell = request.app.state.bell
    if KIND not in request.headers.get("accept", "") or bell.is_full:
        return Response(status_code=204)
    told = stream(bell, frozenset(me.may_answer), cookies.read(request))
    return StreamingResponse(told, media_type=KIND, headers={"X-Accel-Buffering": "no"})


async def stream(bell: Bell, hats: frozenset[str], secret: str) -> AsyncIterator[bytes]:
    """Until the session ends or the browser goes."""
    with bell.listening(hats) as listener:
        yield STILL_HERE
        while me := await _who(bell, secret):
            listener.hats = frozenset(me.may_answer)
            try:
                await asyncio.wait_for(listener.rung.wait(), CHECK_SECONDS)
            except TimeoutError:
                yield STILL_HERE
                continue
            listener.rung.clear()
            yield CHANGED


async def _who(bell: Bell, secret: str) -> Me | None:
    """Whoever the cookie still stands for; a seat is held for this one question."""
    async with bell.seats:
        return await run_in_threadpool(_signed_in, secret)


def _signed_in(secret: str) -> Me | None:
    try:
        with reading() as session:
            found = signins.who(session, secret, at=now())
    except NotOurs:
        return None
    return found[1] if found else None
