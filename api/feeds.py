"""日历订阅: the private address for one's calendar program, given once and ended on the account page."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from pydantic import AwareDatetime, BaseModel
from sqlmodel import Session

from api.address import address_of
from api.deps import Actor, Looking, Reader
from api.pages import page
from config.catalogue import CHINESE
from config.language import _, told
from config.settings import settings
from gateways import icalendar_text
from gateways.clock import now
from gateways.icalendar_text import Entry
from models import audit, feeds
from models.audit_words import Act
from models.database import unit_of_work
from models.document import Document
from models.inbox import Task
from models.people import ADMINISTRATORS, Me
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["account"])

EVERY = timedelta(hours=1)

Word = Annotated[str, Form()]


class FeedOut(BaseModel):
    """``handle`` names it to its owner; it opens nothing."""

    handle: str
    since: AwareDatetime
    read_at: AwareDatetime | None


class AddressOut(BaseModel):
    """Told this once."""

    address: str


def overview(session: Session, me: Me) -> dict[str, Any]:
    """What the account page needs; nothing for 三员, for whom no paper waits."""
    mine = feeds.of_person(session, me.id)
    return {
        "calendars": [
            {
                "since": to_the_minute(one.since),
                "read": to_the_minute(one.read_at) if one.read_at else "",
                "end": f"/account/feeds/{one.handle}/end",
            }
            for one in mine
        ],
        "subscribes": not me.roles & ADMINISTRATORS,
        "more_calendars": len(mine) < feeds.MOST,
    }


@pages.get("/feeds/{word}.ics")
def read(word: str, session: Looking) -> Response:
    at = now()
    me = feeds.reader(session, word, at=at)
    try:
        with unit_of_work() as writing:
            feeds.count(writing, word, at=at)
    except feeds.ReadTooOften as refusal:
        return PlainTextResponse(str(refusal), 429, {"Retry-After": str(refusal.wait)})
    language = me.person.language or CHINESE
    entries = [_entry(task, document, language) for task, document in feeds.due(session, me)]
    body = icalendar_text.written(told(_("机要待办"), language), entries, at=at, every=EVERY)
    return Response(body, media_type="text/calendar; charset=utf-8")


@pages.post("/account/feeds")
def begin_by_page(request: Request, actor: Actor, csrf: Word = "") -> HTMLResponse:
    return page(request, "feed.html", address=_begun(request, actor, csrf))


@api.post("/account/feeds", operation_id="begin_feed", summary="启用日历订阅")
def begin_by_program(request: Request, actor: Actor) -> AddressOut:
    return AddressOut(address=_begun(request, actor))


@api.get("/account/feeds", operation_id="list_feeds", summary="本人的日历订阅")
def list_feeds(session: Looking, me: Reader) -> list[FeedOut]:
    return [
        FeedOut(handle=one.handle, since=one.since, read_at=one.read_at)
        for one in feeds.of_person(session, me.id)
    ]


@pages.post("/account/feeds/{handle}/end")
def end_by_page(request: Request, handle: str, actor: Actor, csrf: Word = "") -> RedirectResponse:
    _ended(request, handle, actor, csrf)
    return RedirectResponse("/account?done=feed-ended#feeds", status_code=303)


@api.post("/account/feeds/{handle}/end", operation_id="end_feed", summary="停用日历订阅")
def end_by_program(request: Request, handle: str, actor: Actor) -> list[FeedOut]:
    return _ended(request, handle, actor)


def _begun(request: Request, actor: Actor, csrf: str | None = None) -> str:
    with actor(csrf) as (session, me):
        word = feeds.begin(session, me.id, at=now())
        _note(request, session, me, Act.FEED_BEGUN)
    return f"{settings().public_url}/feeds/{word}.ics"


def _ended(request: Request, handle: str, actor: Actor, csrf: str | None = None) -> list[FeedOut]:
    with actor(csrf) as (session, me):
        feeds.end(session, me.id, handle)
        _note(request, session, me, Act.FEED_ENDED)
        session.flush()
        return list_feeds(session, me)


def _note(request: Request, session: Session, me: Me, act: Act) -> None:
    audit.record(session, act, by=me, at=now(), about=me.person.uid, address=address_of(request))


def _entry(task: Task, document: Document, language: str) -> Entry:
    """A number, what is asked, and when; of what bears the mark of a state secret not even the number."""
    assert task.due_at is not None
    asked = _("{number} {what}", number=document.label, what=task.kind.label)
    what = _("待办 {what}", what=task.kind.label) if document.level.is_state_secret else asked
    url = f"{settings().public_url}/documents/{document.id}"
    return Entry(f"{task.id}@jiyao", task.due_at, told(what, language), url)
