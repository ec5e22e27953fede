"""登录·退出: a cookie with a random word; everything else stays on the server."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from api.deps import COOKIE, Actor, SignedOut
from api.forms import Form as Sheet
from api.pages import page
from config.settings import settings
from gateways import directory
from gateways.clock import now
from models import signins
from models.database import unit_of_work
from models.errors import DomainError

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["session"])

HERE = "/"


class WhoAmI(BaseModel):
    """The signed-in person."""

    uid: str
    name: str
    roles: list[str]


@pages.get("/sign-in")
def sign_in_page(request: Request, next: str = HERE) -> HTMLResponse:
    return page(request, "sign_in.html", form=sheet(next))


@pages.post("/sign-in")
def sign_in(
    request: Request,
    uid: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HERE,
) -> Response:
    try:
        secret = begin(uid, password)
    except DomainError as refusal:
        form = sheet(next).refused({"uid": uid}, {}, str(refusal))
        return page(request, "sign_in.html", status=401, form=form)
    answer = RedirectResponse(safe(next), status_code=303)
    give_cookie(answer, secret)
    return answer


@pages.post("/sign-out")
def sign_out(request: Request, actor: Actor, csrf: Annotated[str, Form()] = "") -> RedirectResponse:
    with actor(csrf) as (session, _me):
        signins.end(session, request.cookies[COOKIE])
    answer = RedirectResponse("/sign-in?done=signed-out", status_code=303)
    answer.delete_cookie(COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@api.post("/session", operation_id="sign_in", summary="登录", status_code=201)
def sign_in_by_program(
    uid: Annotated[str, Form()], password: Annotated[str, Form()], answer: Response
) -> WhoAmI:
    give_cookie(answer, secret := begin(uid, password))
    with unit_of_work() as session:
        found = signins.who(session, secret, at=now())
    if found is None:
        raise SignedOut()
    me = found[1]
    return WhoAmI(uid=me.person.uid, name=me.name, roles=[role.value for role in sorted(me.roles)])


def begin(uid: str, password: str) -> str:
    """The secret of a new session.  Raises directory.WrongPassword, attempts.Locked."""
    person = directory.directory().check(uid, password)
    with unit_of_work() as session:
        return signins.begin(session, person, at=now())


def give_cookie(answer: Response, secret: str) -> None:
    secure = settings().public_url.startswith("https://")
    answer.set_cookie(COOKIE, secret, httponly=True, samesite="lax", secure=secure, path="/")


def safe(next: str) -> str:
    """Only a path on this site; anything else goes to the desk."""
    plain = next.startswith("/") and not next.startswith(("//", "/\\")) and next.isprintable()
    return next if plain and "\\" not in next else HERE


def sheet(next: str) -> Sheet:
    return Sheet(
        act="sign-in", action="/sign-in", template="sign_in.html", values={"next": safe(next), "uid": ""}
    )
