"""登录的后一半: what is owed after the password, on a page of its own; until it is given nothing else opens."""

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import challenges, entrance
from api.address import address_of
from api.deps import Forged
from api.forms import Form as Sheet
from api.new_password import change, what_a_password_is, why_change
from api.pages import page
from api.returning import HERE, safe
from api.session import onward, remembering
from models.attempts import Locked
from models.database import reading
from models.errors import Malformed
from models.factors import WrongCode
from models.half_way import HalfWay, Owed, TooLate

pages = APIRouter(include_in_schema=False)


@pages.get("/sign-in/code")
def code_page(request: Request, next: str = HERE, remember: str = "") -> Response:
    try:
        half, _ = entrance.half_of(request, Owed.CODE)
    except TooLate:
        return RedirectResponse("/sign-in", status_code=303)
    return _shown(request, half, _sheet(Owed.CODE, next, remember), options=_options(half))


@pages.post("/sign-in/code")
def code(
    request: Request,
    code: Annotated[str, Form()] = "",
    credential: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HERE,
    remember: Annotated[str, Form()] = "",
) -> Response:
    half, person = entrance.half_of(request, Owed.CODE)
    _must_be_its(half, csrf)
    try:
        let = entrance.with_factor(request, half, person, code, credential, remember=bool(remember))
    except (WrongCode, Locked) as refusal:
        form = _sheet(Owed.CODE, next, remember).refused({}, {"code": str(refusal)}, "")
        return _shown(request, half, form, status=401, options=_options(half))
    return onward(let, next)


@pages.get("/sign-in/password")
def password_page(request: Request, next: str = HERE) -> Response:
    try:
        half, person = entrance.half_of(request, Owed.PASSWORD)
    except TooLate:
        return RedirectResponse("/sign-in", status_code=303)
    return _shown(request, half, _sheet(Owed.PASSWORD, next), say=why_change(person))


@pages.post("/sign-in/password")
def new_password(
    request: Request,
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HERE,
) -> Response:
    half, person = entrance.half_of(request, Owed.PASSWORD)
    _must_be_its(half, csrf)
    try:
        change(person, password, again, address=address_of(request))
    except Malformed as refusal:
        form = _sheet(Owed.PASSWORD, next).refused({}, {refusal.field: refusal.said}, "")
        return _shown(request, half, form, say=why_change(person), status=422)
    return onward(entrance.let_in(request, person, coded=half.coded), next)


def _shown(request: Request, half: HalfWay, form: Sheet, *, status: int = 200, **said: Any) -> HTMLResponse:
    return page(request, form.template, status=status, form=form, csrf=half.csrf, **said)


def _options(half: HalfWay) -> str:
    """What a passkey may sign here; empty where the person has none."""
    with reading() as session:
        return challenges.options(session, half.person_id, challenges.SIGN_IN, challenges.held(half))


def _sheet(owed: Owed, next: str, remember: str = "") -> Sheet:
    return Sheet(
        act=owed,
        action=f"/sign-in/{owed}",
        template=f"sign_in_{owed}.html",
        values={"next": safe(next)} | remembering("yes" if remember else ""),
        hints={"password": what_a_password_is()},
    )


def _must_be_its(half: HalfWay, csrf: str) -> None:
    """Raises Forged unless the form was made for this sign-in."""
    if not hmac.compare_digest(csrf.encode(), half.csrf.encode()):
        raise Forged()
