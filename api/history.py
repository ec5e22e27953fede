"""流转图: who had it when, as a picture on the page or alone, and as a table for those who do not see pictures."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup
from sqlmodel import Session

from api import tongue
from api.deps import Looking, TheDocument
from config.language import _
from gateways.chart import draw
from gateways.clock import now
from models import history
from models.document import Document
from models.history import Bar, Story
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)


@pages.get("/documents/{document_id}/history.svg")
def picture(request: Request, document: TheDocument, session: Looking) -> Response:
    story = history.story(session, document, at=now())
    return Response(draw(story, tongue.of(request)), media_type="image/svg+xml; charset=utf-8")


def drawn(session: Session, document: Document) -> dict[str, Any]:
    """What components/history.html needs."""
    story = history.story(session, document, at=now())
    return {
        "picture": partial(_picture, story),
        "href": f"/documents/{document.id}/history.svg",
        "rows": [_row(story, bar) for bar in story.bars],
    }


def _picture(story: Story, language: str) -> Markup:
    return Markup(draw(story, language))  # noqa: S704 - its template escapes every word


def _row(story: Story, bar: Bar) -> dict[str, str]:
    return {
        "who": story.lanes[bar.lane],
        "what": bar.word,
        "since": to_the_minute(bar.since),
        "until": to_the_minute(bar.until) if bar.until else "",
        "end": _("{by}{end}", by=bar.by, end=bar.end.label) if bar.by else bar.end.label,
    }
