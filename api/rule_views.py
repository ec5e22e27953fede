"""规则 as pages show them: the list of versions, one version readable, what a draft changes, what may be done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.forms import Form as Sheet
from api.offers import offices
from api.rule_out import changed, named, state, trial
from config.language import _
from config.rules import Rules
from gateways.clock import now
from models import revise, rulebooks
from models.dry_run import DryRun
from models.outcomes import Called
from models.people import Me, Role, holders
from models.rule_changes import WORDS, said
from models.rulebooks import Rulebook
from models.values import on_paper, to_the_minute

CONDITIONS = ("issuers", "kinds", "keywords", "urgencies", "levels")
SHOWN = 50  # papers of a dry run


def versions(session: Session, me: Me) -> dict[str, Any]:
    """What rules/versions.html needs.  Raises NotFound."""
    rulebooks.must_read(me)
    return {
        "books": [_row(session, book) for book in rulebooks.books(session, at=now())],
        "may_draft": bool(me.roles.intersection(revise.WRITERS)),
    }


def book_story(session: Session, book: Rulebook, me: Me) -> dict[str, Any]:
    """What rules/book.html needs.  A dry run is for what is not released yet."""
    return {
        "book": {"label": book.label, "state": state(session, book), "text": book.text},
        "pairs": _pairs(session, book),
        "changes": changed(session, book),
        "tried": _tried(trial(session, book, me)) if book.is_open else None,
        "rules": _readable(book.rules, Called(session, book.rules)),
        "offers": book_offers(session, book, me),
        "again": f"/rules/new?on={book.id}" if me.roles.intersection(revise.WRITERS) else "",
    }


def book_offers(session: Session, book: Rulebook, me: Me) -> list[Sheet]:
    """The release for a second person; the withdrawal for the author and the office head."""
    if not book.is_open:
        return []
    offered = []
    if me.id != book.drafted_by and me.roles.intersection(revise.RELEASERS):
        first = revise.earliest(session, at=now()).isoformat()
        offered.append(_on_book(book, "release", values={"effective_from": first}))
    if me.id == book.drafted_by or Role.OFFICE_HEAD in me.roles:
        offered.append(_on_book(book, "withdrawal", main=False))
    return offered


def draft_sheet(session: Session, book: Rulebook) -> Sheet:
    """A draft that begins with the text of ``book``; beside it the names that can be written into it."""
    why = book.why if book.number is None else ""
    named = [(one.uid, f"{one.name} {one.post}".strip()) for one in holders(session, Role.LEADER)]
    return Sheet(
        act="rules",
        action="/rules",
        template="rules/draft.html",
        values={"text": book.text, "why": why},
        choices={"leaders_written": named, "offices_written": offices(session)},
    )


def _on_book(book: Rulebook, act: str, **said: Any) -> Sheet:
    return Sheet(act=act, action=f"/rules/{book.id}/{act}", template=f"rules/{act}.html", **said)


def _row(session: Session, book: Rulebook) -> dict[str, str]:
    return {
        "href": f"/rules/{book.id}",
        "label": book.label,
        "why": book.why,
        "state": state(session, book),
        "drafted": _who_and_when(session, book.drafted_by, book.drafted_at),
        "released": _who_and_when(session, book.released_by, book.released_at),
        "from": on_paper(book.effective_from) if book.effective_from else "",
    }


def _who_and_when(session: Session, person_id: UUID | None, at: datetime | None) -> str:
    """Empty for what came with the product."""
    return f"{named(session, person_id)} {on_paper(at)}" if person_id and at else ""


def _pairs(session: Session, book: Rulebook) -> list[tuple[str, str]]:
    return [
        (_("修改理由"), book.why),
        (_("起草人"), named(session, book.drafted_by)),
        (_("起草时间"), to_the_minute(book.drafted_at) if book.drafted_by else ""),
        (_("依据"), _("第{based_on}版", based_on=book.based_on) if book.based_on else ""),
        (_("发布人"), named(session, book.released_by)),
        (_("发布时间"), to_the_minute(book.released_at) if book.released_by and book.released_at else ""),
        (_("生效日期"), on_paper(book.effective_from) if book.effective_from else ""),
        (_("撤回人"), named(session, book.withdrawn_by)),
        (_("撤回时间"), to_the_minute(book.withdrawn_at) if book.withdrawn_at else ""),
    ]


def _tried(run: DryRun) -> dict[str, Any]:
    """The sentence, and as many papers as a page can hold."""
    many = len(run.moved)
    where = _("您知悉范围内最近一年的{seen}件公文中", seen=run.seen)
    more = _("，下面是最近的{shown}件", shown=SHOWN) if many > SHOWN else ""
    sentence = (
        _("{where}，这{many}件会改送他处{more}。", where=where, many=many, more=more)
        if many
        else _("{where}，没有一件会改送他处。", where=where)
    )
    return {"sentence": sentence, "moved": run.moved[:SHOWN]}


def _readable(rules: Rules, called: Called) -> dict[str, list[dict[str, Any]]]:
    return {
        "routes": [_told(route, called) | {"name": route.name} for route in rules.routes],
        "duties": [_told(duty, called) for duty in rules.duties],
        "posts": [_told(post, called) | {"name": post.name} for post in rules.posts],
    }


def _told(rule: Any, called: Called) -> dict[str, Any]:
    """Every field in the words of the house; ``asks`` are the conditions of a route."""
    told = {key: said(rule, key, called) for key in type(rule).model_fields if key in WORDS}
    return told | {"asks": [(WORDS[key], told[key]) for key in CONDITIONS if told.get(key)]}
