"""通行密钥: to add one and to take it away.  Both want a fresh confirmation."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from api import cookies, step_up
from api.challenges import asked_of, held_by
from api.confirmation import note
from api.deps import Actor, Looking, Reader
from api.factors import record, take_away
from api.forms import Form as Sheet
from api.notices import said_at
from api.pages import page
from config.language import _
from gateways import passkeys as ceremony
from gateways.clock import now
from models import factors, passkeys, recovery_codes
from models.audit_words import Act
from models.errors import Malformed, NotFound
from models.people import Me
from models.values import one_line

pages = APIRouter(include_in_schema=False)

LONGEST_NAME = 40
REGISTER = "register"
Word = Annotated[str, Form()]


class NotMade(Malformed):
    def __init__(self) -> None:
        super().__init__(_("通行密钥没有登记成，请重试。"), "name")


@pages.get("/account/passkeys/new")
def new(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    if not ceremony.offered():
        raise NotFound()
    step_up.must_be_fresh(request, factors.strongest(session, me.id), at=now())
    return _shown(request, session, me, _sheet())


@pages.post("/account/passkeys", name="add-passkey")
def add(
    request: Request, actor: Actor, name: Word = "", credential: Word = "", csrf: Word = ""
) -> HTMLResponse:
    """Recovery codes are shown with the first factor, this once."""
    with actor(csrf) as (session, me):
        if not ceremony.offered():
            raise NotFound()
        actor.must_be_fresh(factors.strongest(session, me.id))
        first = not factors.has(session, me.id)
        try:
            called = one_line(name, LONGEST_NAME, _("名称"), field="name")
            made = ceremony.registered(credential, asked_of(REGISTER, held_by(request)))
        except (ceremony.NotSigned, Malformed) as refusal:
            why = refusal.said if isinstance(refusal, Malformed) else NotMade().said
            form = _sheet().refused({"name": name}, {"name": why}, "")
            return _shown(request, session, me, form, status=422)
        passkeys.add(
            session, me.id, called, made.credential_id, made.credential_public_key, made.sign_count, at=now()
        )
        session.flush()
        record(request, session, Act.FACTOR_ADDED, me, called)
        codes = recovery_codes.make(session, me.id, at=now()) if first else []
    answer = page(request, "recovery_codes.html", codes=codes, name=called)
    cookies.give(answer, note(request, me, factor=True, why="登记通行密钥"))
    return answer


@pages.post("/account/passkeys/{passkey_id}/removal", name="remove-passkey")
def remove(request: Request, passkey_id: UUID, actor: Actor, csrf: Word = "") -> RedirectResponse:
    with actor(csrf) as (session, me):
        take_away(request, session, actor, me, passkeys.find(session, passkey_id, me.id))
    return said_at("/account", "factor-removed")


def _sheet() -> Sheet:
    return Sheet(
        act="passkey", action="/account/passkeys", template="passkey.html", values={"name": _("这台设备")}
    )


def _shown(request: Request, session: Session, me: Me, form: Sheet, *, status: int = 200) -> HTMLResponse:
    known = passkeys.of_person(session, me.id)
    options = ceremony.to_register(me.person, known, asked_of(REGISTER, held_by(request))[0])
    return page(request, form.template, status=status, form=form, options=options)
