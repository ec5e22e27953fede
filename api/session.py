"""登录·退出: a cookie with a random word; everything else stays on the server."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from api import cookies, entrance
from api.address import address_of
from api.deps import Actor, SignedOut
from api.entrance import Let
from api.forms import Form as Sheet
from api.notices import said_at
from api.pages import page
from api.returning import HERE, safe
from config.language import _
from config.policy import policy
from config.settings import settings
from gateways.clock import now
from models import audit, signins
from models.audit_words import Act
from models.database import unit_of_work
from models.errors import DomainError, NotYours
from models.half_way import Owed

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["session"])


class WhoAmI(BaseModel):
    """The signed-in person."""

    uid: str
    name: str
    roles: list[str]


class PageWanted(NotYours):
    """What is owed can be given on a page only."""

    def __init__(self) -> None:
        super().__init__(_("口令须先更换，请在网页上登录一次。"))


class CodeWanted(SignedOut):
    """The password was right; the same again, with the code."""

    def __init__(self) -> None:
        DomainError.__init__(self, _("请连同验证码一起提交。"))


@pages.get("/sign-in")
def sign_in_page(request: Request, next: str = HERE) -> HTMLResponse:
    return page(request, "sign_in.html", form=sheet(next, entrance.remembered(request)))


@pages.post("/sign-in")
def sign_in(
    request: Request,
    uid: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HERE,
    remember: Annotated[str, Form()] = "",
) -> Response:
    try:
        let = entrance.with_password(request, uid, password, remember=bool(remember))
    except DomainError as refusal:
        form = sheet(next).refused({"uid": uid}, {}, refusal.said)
        return page(request, "sign_in.html", status=401, form=form)
    return onward(let, next)


@pages.post("/sign-out")
def sign_out(request: Request, actor: Actor, csrf: Annotated[str, Form()] = "") -> RedirectResponse:
    with actor(csrf) as (session, me):
        signins.end(session, cookies.read(request))
        audit.record(
            session, Act.SIGNED_OUT, by=me, at=now(), about=me.person.uid, address=address_of(request)
        )
    answer = said_at("/sign-in", "signed-out")
    cookies.drop(answer)
    answer.headers["Clear-Site-Data"] = cookies.CLEARED
    return answer


@api.post("/session", operation_id="sign_in", summary="登录", status_code=201)
def sign_in_by_program(
    request: Request,
    uid: Annotated[str, Form()],
    password: Annotated[str, Form()],
    answer: Response,
    code: Annotated[str, Form()] = "",
) -> WhoAmI:
    let = entrance.with_both(request, uid, password, code)
    if let.owed:
        raise CodeWanted() if let.owed is Owed.CODE else PageWanted()
    cookies.give(answer, let.secret)
    with unit_of_work() as session:
        found = signins.who(session, let.secret, at=now())
    if found is None:
        raise SignedOut()
    me = found[1]
    return WhoAmI(uid=me.person.uid, name=me.name, roles=[role.value for role in sorted(me.roles)])


def onward(let: Let, next: str) -> Response:
    """In, and to where one wanted to go; or to the page of what is still owed."""
    place = safe(next)
    if let.owed is None:
        answer = RedirectResponse(place, status_code=303)
        cookies.give(answer, let.secret)
        cookies.drop(answer, cookies.HALF_WAY)
        if let.device:
            cookies.give(answer, let.device, cookies.DEVICE, days=policy().sign_in.remember_days)
        return answer
    aim = ({"next": place} if place != HERE else {}) | ({"remember": "yes"} if let.remember else {})
    more = f"?{urlencode(aim, safe='/')}" if aim else ""
    answer = RedirectResponse(f"/sign-in/{let.owed}{more}", status_code=303)
    cookies.give(answer, let.secret, cookies.HALF_WAY)
    return answer


def sheet(next: str, uid: str = "") -> Sheet:
    provider = settings().oidc_label if settings().oidc_issuer else ""
    values = {"next": safe(next), "uid": uid, "provider": provider} | remembering()
    return Sheet(act="sign-in", action="/sign-in", template="sign_in.html", values=values)


def remembering(chosen: str = "") -> dict[str, str]:
    """What a form needs that offers to remember the device."""
    days = policy().sign_in.remember_days
    return {"remember_days": str(days) if days else "", "remember": chosen}
