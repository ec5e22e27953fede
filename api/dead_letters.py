"""未送达邮件: the mails that were given up: to whom, about which number, why; sent again, or left for good."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import AwareDatetime, BaseModel, Field
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.forms import Form as Sheet
from api.mail_failures import bounce_in_words, in_words
from api.notices import said_at
from api.pages import page
from api.sent import NothingSent, Sent, as_form
from config.language import _
from gateways.clock import now
from models import dead_letters
from models.dead_letters import Bounced, DeadLetter
from models.values import to_the_minute

pages = APIRouter(prefix="/dead-letters", include_in_schema=False)
api = APIRouter(prefix="/api/v1/dead-letters", tags=["administration"])


class GivingUpSent(Sent):
    words: str = Field(title=_("放弃的理由"))


class DeadLetterOut(BaseModel):
    id: UUID
    kind: str
    number: str
    to: str
    address: str
    attempts: int
    error: str


class BouncedOut(BaseModel):
    """``status`` as RFC 3463 has it, such as 5.1.1."""

    kind: str
    number: str
    to: str
    address: str
    status: str
    at: AwareDatetime


class DoneOut(BaseModel):
    letters: int


@pages.get("")
def listing(request: Request, session: Looking, _me: Reader) -> HTMLResponse:
    return page(request, "admin/dead-letters.html", **overview(session))


@pages.post("/sending", name="send-all-again")
def send_all_page(sent: Annotated[as_form(NothingSent), Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):
        dead_letters.send_again(session, dead_letters.all_to_change(session), by=me, at=now())
    return _back("letters-sent-again")


@pages.post("/{letter_id}/sending", name="send-again")
def send_page(
    letter_id: UUID,
    sent: Annotated[as_form(NothingSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        dead_letters.send_again(session, [dead_letters.find_to_change(session, letter_id)], by=me, at=now())
    return _back("letters-sent-again")


@pages.post("/{letter_id}/giving-up", name="give-letter-up")
def give_up_page(
    letter_id: UUID,
    sent: Annotated[as_form(GivingUpSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        errand = dead_letters.find_to_change(session, letter_id)
        dead_letters.give_up(session, errand, sent.words, by=me, at=now())
    return _back("letter-given-up")


@api.get("", operation_id="list_dead_letters", summary="未送达邮件")
def list_dead(session: Looking, _me: Reader) -> list[DeadLetterOut]:
    return [_out(one) for one in dead_letters.waiting(session)]


@api.get("/bounced", operation_id="list_bounced", summary="近三十天被退回的邮件")
def list_bounced(session: Looking, _me: Reader) -> list[BouncedOut]:
    return [_bounced_out(one) for one in dead_letters.bounced(session, at=now())]


@api.post("/sending", operation_id="send_all_again", summary="全部重发")
def send_all_by_program(_sent: NothingSent, actor: Actor) -> DoneOut:
    with actor() as (session, me):
        again = dead_letters.send_again(session, dead_letters.all_to_change(session), by=me, at=now())
    return DoneOut(letters=again)


@api.post("/{letter_id}/sending", operation_id="send_again", summary="重发一封")
def send_by_program(letter_id: UUID, _sent: NothingSent, actor: Actor) -> DoneOut:
    with actor() as (session, me):
        errand = dead_letters.find_to_change(session, letter_id)
        return DoneOut(letters=dead_letters.send_again(session, [errand], by=me, at=now()))


@api.post("/{letter_id}/giving-up", operation_id="give_letter_up", summary="放弃一封")
def give_up_by_program(letter_id: UUID, sent: GivingUpSent, actor: Actor) -> DoneOut:
    with actor() as (session, me):
        errand = dead_letters.find_to_change(session, letter_id)
        dead_letters.give_up(session, errand, sent.words, by=me, at=now())
    return DoneOut(letters=1)


def overview(session: Session, failed: Sheet | None = None) -> dict[str, Any]:
    """What admin/dead-letters.html needs.  ``failed`` takes the place of the form that was refused."""
    rows = [_row(one, failed) for one in dead_letters.waiting(session)]
    back = [_came_back(one) for one in dead_letters.bounced(session, at=now())]
    return {"rows": rows, "back": back, "failed": failed}


def sheet(letter_id: UUID) -> Sheet:
    return Sheet(
        act="giving-up",
        action=f"/dead-letters/{letter_id}/giving-up",
        template="admin/dead-letters.html",
        key=f"giving-up-{letter_id.hex[:8]}",
    )


def _row(one: DeadLetter, failed: Sheet | None) -> dict[str, Any]:
    form = sheet(one.id)
    return {
        "who": one.person.name,
        "address": one.person.mail or _("没有邮箱"),
        "kind": one.kind.label,
        "number": one.number,
        "error": in_words(one.error),
        "attempts": one.attempts,
        "at": to_the_minute(one.given_up_at) if one.given_up_at else "",
        "form": failed if failed and failed.key == form.key else form,
        "sending": f"/dead-letters/{one.id}/sending",
    }


def _came_back(one: Bounced) -> dict[str, Any]:
    return {
        "who": one.person.name,
        "address": one.person.mail or _("没有邮箱"),
        "kind": one.kind.label,
        "number": one.number,
        "why": bounce_in_words(one.status),
        "at": to_the_minute(one.at),
    }


def _out(one: DeadLetter) -> DeadLetterOut:
    return DeadLetterOut(
        id=one.id,
        kind=one.kind.value,
        number=one.number,
        to=one.person.name,
        address=one.person.mail,
        attempts=one.attempts,
        error=one.error,
    )


def _bounced_out(one: Bounced) -> BouncedOut:
    return BouncedOut(
        kind=one.kind.value,
        number=one.number,
        to=one.person.name,
        address=one.person.mail,
        status=one.status,
        at=one.at,
    )


def _back(done: str) -> RedirectResponse:
    return said_at("/dead-letters", done)
