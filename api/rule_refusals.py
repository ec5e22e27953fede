"""A refused draft, release or withdrawal: the same page again, with what was typed and what was wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.forms import Form
from api.rule_views import book_offers, book_story, draft_sheet
from gateways.clock import now
from models import revise, rulebooks
from models.people import Me
from models.words import cleaned

Mark = Callable[[Form], Form]


def refused(session: Session, parts: list[str], me: Me, mark: Mark) -> tuple[str, dict[str, Any]] | None:
    """The template and what it needs; None where there is no form to show again.  Raises NotFound."""
    if len(parts) == 1:
        return _draft(session, me, mark)
    return _book(session, parts[1], parts[2], me, mark) if len(parts) == 3 else None


def _draft(session: Session, me: Me, mark: Mark) -> tuple[str, dict[str, Any]] | None:
    if not me.roles.intersection(revise.WRITERS):
        return None
    form = mark(draft_sheet(session, rulebooks.last(session, at=now())))
    typed = dict(form.values) | {"text": cleaned(form.values["text"])}  # as its lines were counted
    return "rules/draft.html", {"form": replace(form, values=typed)}


def _book(session: Session, book_id: str, act: str, me: Me, mark: Mark) -> tuple[str, dict[str, Any]] | None:
    book = rulebooks.find(session, UUID(book_id), me, at=now())
    offered = {form.act: form for form in book_offers(session, book, me)}
    if act not in offered:
        return None
    failed = mark(offered[act])
    marked = [failed if form.act == act else form for form in offered.values()]
    return "rules/book.html", book_story(session, book, me) | {"offers": marked, "failed": failed}
