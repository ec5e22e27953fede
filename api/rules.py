"""规则: the versions of the routing rules, a draft with its preview, its release by a second person."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.deps import Actor, Looking, Reader
from api.forms import Form as Sheet
from api.notices import said_at
from api.offers import form_on, offered_always
from api.pages import page
from api.rule_out import BookOut, PreviewOut, book_out, preview_out
from api.rule_views import book_story, draft_sheet, versions
from api.sent import Sent
from config.language import _
from gateways.clock import now
from models import adopt, revise, rulebooks
from models.document import Document
from models.people import Me

pages = APIRouter(prefix="/rules", include_in_schema=False)
api = APIRouter(prefix="/api/v1/rules", tags=["rules"])


class DraftSent(Sent):
    """``text`` is TOML: [[routes]], [[duties]], [[posts]]."""

    text: str = Field(title=_("规则文本"))
    why: str = Field(title=_("修改理由"))


class DraftForm(DraftSent):
    csrf: str = ""


class ReleaseSent(Sent):
    effective_from: date = Field(title=_("生效日期"))


class ReleaseForm(ReleaseSent):
    csrf: str = ""


class WithdrawalForm(Sent):
    csrf: str = ""


class AdoptionSent(Sent):
    words: str = Field(title=_("理由"))


@pages.get("")
def listing(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "rules/versions.html", **versions(session, me))


@pages.get("/new")
def drafting(
    request: Request, session: Looking, me: Reader, on: Annotated[UUID | None, Query()] = None
) -> HTMLResponse:
    """With the newest version's text, or with that of another draft or version."""
    at = now()
    book = rulebooks.find(session, on, me, at=at) if on else rulebooks.last(session, at=at)
    return page(request, "rules/draft.html", form=draft_sheet(session, book))


@pages.post("", name="draft-rules")
def draft_page(sent: Annotated[DraftForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        book = revise.draft(session, sent.text, sent.why, by=me, at=now())
    return said_at(f"/rules/{book.id}", "drafted")


@pages.get("/{book_id}")
def book_page(request: Request, book_id: UUID, session: Looking, me: Reader) -> HTMLResponse:
    book = rulebooks.find(session, book_id, me, at=now())
    return page(request, "rules/book.html", failed=None, **book_story(session, book, me))


@pages.post("/{book_id}/release", name="release-rules")
def release_page(book_id: UUID, sent: Annotated[ReleaseForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _release(session, book_id, sent, me)
    return said_at(f"/rules/{book_id}", "released")


@pages.post("/{book_id}/withdrawal", name="withdraw-rules")
def withdraw_page(book_id: UUID, sent: Annotated[WithdrawalForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _withdraw(session, book_id, me)
    return said_at(f"/rules/{book_id}", "rules-withdrawn")


@api.get("", operation_id="list_rules", summary="规则版本")
def list_rules(session: Looking, me: Reader) -> list[BookOut]:
    rulebooks.must_read(me)
    return [book_out(session, book) for book in rulebooks.books(session, at=now())]


@api.get("/{book_id}", operation_id="read_rules", summary="一版规则")
def read_rules(book_id: UUID, session: Looking, me: Reader) -> BookOut:
    return book_out(session, rulebooks.find(session, book_id, me, at=now()))


@api.get("/{book_id}/preview", operation_id="preview_rules", summary="改动和试运行")
def preview_rules(book_id: UUID, session: Looking, me: Reader) -> PreviewOut:
    return preview_out(session, rulebooks.find(session, book_id, me, at=now()), me)


@api.post("", operation_id="draft_rules", summary="起草规则", status_code=201)
def draft_by_program(sent: DraftSent, actor: Actor) -> BookOut:
    with actor() as (session, me):
        return book_out(session, revise.draft(session, sent.text, sent.why, by=me, at=now()))


@api.post("/{book_id}/release", operation_id="release_rules", summary="发布规则")
def release_by_program(book_id: UUID, sent: ReleaseSent, actor: Actor) -> BookOut:
    with actor() as (session, me):
        return book_out(session, _release(session, book_id, sent, me))


@api.post("/{book_id}/withdrawal", operation_id="withdraw_rules", summary="撤回草案")
def withdraw_by_program(book_id: UUID, actor: Actor) -> BookOut:
    with actor() as (session, me):
        return book_out(session, _withdraw(session, book_id, me))


@on_document("rules-version", AdoptionSent)
def adopt_newest(session: Session, document: Document, sent: AdoptionSent, me: Me, at: datetime) -> object:
    """改用现行规则"""
    return adopt.adopt(session, document, sent.words, by=me, at=at)


@offered_always
def adoption_form(session: Session, document: Document, me: Me) -> list[Sheet]:
    if not adopt.may(document, me):
        return []
    book = rulebooks.in_force(session, at=now())
    if book.number == document.rules_version:
        return []
    say = _(
        "此件按第{rules_version}版规则拟办，现行{book}。改用后按{book}重新给出拟办建议。",
        rules_version=document.rules_version,
        book=book.label,
    )
    return [form_on(document, "rules-version", "rules", say=say)]


def _release(session: Session, book_id: UUID, sent: ReleaseSent, me: Me) -> rulebooks.Rulebook:
    book = rulebooks.find(session, book_id, me, at=now(), to_change=True)
    return revise.release(session, book, sent.effective_from, by=me, at=now())


def _withdraw(session: Session, book_id: UUID, me: Me) -> rulebooks.Rulebook:
    book = rulebooks.find(session, book_id, me, at=now(), to_change=True)
    return revise.withdraw(session, book, by=me, at=now())
