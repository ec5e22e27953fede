"""第二因素: to add an authenticator, to take it away, to print recovery codes.  Each wants a fresh confirmation."""

import io
from typing import Annotated
from uuid import UUID

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from api import cookies
from api.address import address_of
from api.confirmation import note
from api.deps import Acting, Actor, Looking, Reader
from api.forms import Form as Sheet
from api.notices import said_at
from api.pages import page
from api.step_up import must_be_fresh
from config.language import _
from gateways.clock import now
from models import attempts, audit, authenticators, factors, recovery_codes
from models.audit_words import Act
from models.authenticators import Authenticator
from models.database import unit_of_work
from models.errors import NotNow
from models.factors import WrongCode
from models.passkeys import Passkey
from models.people import Me
from models.values import one_line

pages = APIRouter(include_in_schema=False)

LONGEST_NAME = 40
Word = Annotated[str, Form()]


class TooMany(NotNow):
    def __init__(self) -> None:
        super().__init__(_("最多登记{most}个验证器，请先注销一个。", most=authenticators.MOST))


class NothingToRecover(NotNow):
    def __init__(self) -> None:
        super().__init__(_("请先登记验证器，再生成恢复码。"))


@pages.post("/account/factors", name="add-factor")
def add(actor: Actor, name: Word = "", csrf: Word = "") -> RedirectResponse:
    with actor(csrf) as (session, me):
        actor.must_be_fresh(factors.strongest(session, me.id))
        if len(authenticators.proven(session, me.id)) >= authenticators.MOST:
            raise TooMany()
        added = authenticators.add(
            session, me.id, one_line(name, LONGEST_NAME, _("名称"), field="name"), at=now()
        )
    return RedirectResponse(f"/account/factors/{added.id}", status_code=303)


@pages.get("/account/factors/{factor_id}")
def show(request: Request, factor_id: UUID, session: Looking, me: Reader) -> HTMLResponse:
    one = _unproven(session, factor_id, me)
    must_be_fresh(request, factors.strongest(session, me.id), at=now())
    return _shown(request, one, _sheet(factor_id))


@pages.get("/account/factors/{factor_id}/picture.svg")
def picture(request: Request, factor_id: UUID, session: Looking, me: Reader) -> Response:
    """The secret as a picture: for these eyes, and until the first code from it came."""
    one, drawn = _unproven(session, factor_id, me), io.BytesIO()
    must_be_fresh(request, factors.strongest(session, me.id), at=now())
    uri = authenticators.uri(one, me.person)
    segno.make(uri, error="m").save(drawn, kind="svg", scale=4, border=4, svgclass=None, lineclass=None)
    return Response(
        drawn.getvalue(), media_type="image/svg+xml; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


@pages.post("/account/factors/{factor_id}", name="prove-factor")
def prove(request: Request, factor_id: UUID, actor: Actor, code: Word = "", csrf: Word = "") -> HTMLResponse:
    """The first code from it: from now on it counts.  Recovery codes are shown with the first factor, this once."""
    with actor(csrf) as (session, me):
        _unproven(session, factor_id, me)
        actor.must_be_fresh(factors.strongest(session, me.id))
        attempts.count_code(session, me.id, at=now())
    with unit_of_work() as session:
        one = _unproven(session, factor_id, me)
        first = not factors.has(session, me.id)
        if right := authenticators.accepts(session, one, code.strip(), at=now()):
            attempts.forgive_code(session, me.id)
            record(request, session, Act.FACTOR_ADDED, me, one.name)
            codes = recovery_codes.make(session, me.id, at=now()) if first else []
    if not right:
        return _shown(request, one, _sheet(factor_id).refused({}, {"code": str(WrongCode())}, ""), status=422)
    answer = page(request, "recovery_codes.html", codes=codes, name=one.name)
    cookies.give(answer, note(request, me, factor=True, why="登记第二因素"))
    return answer


@pages.post("/account/factors/{factor_id}/removal", name="remove-factor")
def remove(request: Request, factor_id: UUID, actor: Actor, csrf: Word = "") -> RedirectResponse:
    with actor(csrf) as (session, me):
        take_away(request, session, actor, me, authenticators.find(session, factor_id, me.id))
    return said_at("/account", "factor-removed")


def take_away(
    request: Request, session: Session, actor: Acting, me: Me, one: Authenticator | Passkey
) -> None:
    """Either kind of second factor, after a fresh confirmation.  Raises NotConfirmed."""
    actor.must_be_fresh(factors.strongest(session, me.id))
    session.delete(one)
    session.flush()
    factors.tidy(session, me.id)
    record(request, session, Act.FACTOR_REMOVED, me, one.name)


@pages.post("/account/recovery-codes", name="recovery-codes")
def renew_codes(request: Request, actor: Actor, csrf: Word = "") -> HTMLResponse:
    with actor(csrf) as (session, me):
        if not factors.has(session, me.id):
            raise NothingToRecover()
        actor.must_be_fresh("second-factor")
        codes = recovery_codes.make(session, me.id, at=now())
        record(request, session, Act.RECOVERY_CODES, me, "")
    return page(request, "recovery_codes.html", codes=codes, name="")


def _unproven(session: Session, factor_id: UUID, me: Me) -> Authenticator:
    """Raises NotFound, AlreadyProven."""
    one = authenticators.find(session, factor_id, me.id)
    if one.proven_at:
        raise authenticators.AlreadyProven()
    return one


def record(request: Request, session: Session, act: Act, me: Me, why: str) -> None:
    note = {"about": me.person.uid, "why": why, "address": address_of(request)}
    audit.record(session, act, by=me, at=now(), **note)


def _sheet(factor_id: UUID) -> Sheet:
    action = f"/account/factors/{factor_id}"
    return Sheet(act="prove", action=action, template="factor.html")


def _shown(request: Request, one: Authenticator, form: Sheet, *, status: int = 200) -> HTMLResponse:
    secret = authenticators.secret_of(one)
    spelt = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return page(request, "factor.html", status=status, form=form, name=one.name, spelt=spelt)
