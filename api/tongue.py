"""语言: in which language pages and answers are told: as chosen here, else the reader's own, else the browser's."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from api import cookies
from api.appearance import A_YEAR
from api.deps import Actor
from api.returning import safe
from config.catalogue import CHINESE, LANGUAGES
from config.language import _
from models.errors import Malformed

pages = APIRouter(include_in_schema=False)

COOKIE = "jiyao-language"


def of(request: Request) -> str:
    """A program says it with each request; a browser once."""
    if request.url.path.startswith("/api/v1/"):
        return _accepted(request)
    if (kept := request.cookies.get(COOKIE, "")) in LANGUAGES:
        return kept
    visitor = getattr(request.state, "visitor", None)
    own = visitor.me.person.language if visitor else CHINESE
    return own if own in LANGUAGES and own != CHINESE else _accepted(request)


@pages.post("/language")
def choose(
    request: Request,
    actor: Actor,
    language: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
    csrf: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Mails to whoever is signed in are written in it too."""
    if language not in LANGUAGES:
        raise Malformed(_("请从列表中选择。"), "language")
    if csrf:
        with actor(csrf) as (session, me):
            me.person.language = language
            session.add(me.person)
    answer = RedirectResponse(safe(next), status_code=303)
    secure = cookies.is_secure()
    answer.set_cookie(
        COOKIE, language, max_age=A_YEAR, path="/", httponly=True, samesite="lax", secure=secure
    )
    return answer


def _accepted(request: Request) -> str:
    """Chinese, unless another language of ours comes first: ``en-GB,en;q=0.9,zh;q=0.5``."""
    header = request.headers.get("accept-language", "")
    offered = (part.split(";")[0].strip().split("-")[0].lower() for part in header.split(","))
    return next((one for one in offered if one in LANGUAGES), CHINESE)
