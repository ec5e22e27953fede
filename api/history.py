"""流转图: who had it when, as a picture on the page or alone, and as a table for those who do not see pictures."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from markupsafe import Markup
from sqlmodel import Session

from api.deps import Looking, TheDocument
from gateways.chart import draw
from gateways.clock import now
from models import history
from models.document import Document
from models.history import Bar, Story
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)


@pages.get("/documents/{document_id}/history.svg")
def picture(document: TheDocument, session: Looking) -> Response:
    return Response(draw(history.story(session, document, at=now())), media_type="image/svg+xml")


def drawn(session: Session, document: Document) -> dict[str, Any]:
    """What components/history.html needs."""
    story = history.story(session, document, at=now())
    return {
        "picture": Markup(draw(story)),  # noqa: S704 - its template escapes every word
        "href": f"/documents/{document.id}/history.svg",
        "rows": [_row(story, bar) for bar in story.bars],
    }


def _row(story: Story, bar: Bar) -> dict[str, str]:
    return {
        "who": story.lanes[bar.lane],
        "what": bar.word,
        "since": to_the_minute(bar.since),
        "until": to_the_minute(bar.until) if bar.until else "",
        "end": f"{bar.by}{bar.end.label}" if bar.by else bar.end.label,
    }
