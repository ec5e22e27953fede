"""A refused draft, release or withdrawal: the same page again, with what was typed and what was wrong."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.forms import Form
from api.pages import page
from api.rule_views import book_offers, book_story, draft_sheet
from gateways.clock import now
from models import revise, rulebooks
from models.people import Me
from models.words import cleaned

Mark = Callable[[Form], Form]


def rules_again(
    request: Request, session: Session, parts: list[str], me: Me, status: int, mark: Mark
) -> HTMLResponse | None:
    """None where there is no form to show again.  Raises NotFound."""
    if len(parts) == 1:
        return _draft(request, session, me, status, mark)
    return _book(request, session, parts[1], parts[2], me, status, mark) if len(parts) == 3 else None


def _draft(request: Request, session: Session, me: Me, status: int, mark: Mark) -> HTMLResponse | None:
    if not me.roles.intersection(revise.WRITERS):
        return None
    form = mark(draft_sheet(session, rulebooks.last(session, at=now())))
    typed = dict(form.values) | {"text": cleaned(form.values["text"])}  # as its lines were counted
    return page(request, "rules/draft.html", status=status, form=replace(form, values=typed))


def _book(
    request: Request, session: Session, book_id: str, act: str, me: Me, status: int, mark: Mark
) -> HTMLResponse | None:
    book = rulebooks.find(session, UUID(book_id), me, at=now())
    offered = {form.act: form for form in book_offers(session, book, me)}
    if act not in offered:
        return None
    failed = mark(offered[act])
    story = book_story(session, book, me)
    story["offers"] = [failed if form.act == act else form for form in offered.values()]
    return page(request, "rules/book.html", status=status, failed=failed, **story)
