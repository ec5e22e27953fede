"""外观: light, dark, high contrast, or as the machine is set.  Kept by the browser, for it belongs to the screen."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from api import cookies
from api.returning import safe

pages = APIRouter(include_in_schema=False)

COOKIE = "jiyao-look"
A_YEAR = 31_536_000  # seconds


class Look(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


def of(request: Request) -> Look:
    """What was chosen here; what no button sends counts for nothing."""
    kept = request.cookies.get(COOKIE, "")
    return Look(kept) if kept in set(Look) else Look.SYSTEM


@pages.post("/appearance")
def choose(
    look: Annotated[Look, Form()] = Look.SYSTEM, next: Annotated[str, Form()] = "/"
) -> RedirectResponse:
    answer = RedirectResponse(safe(next), status_code=303)
    answer.set_cookie(
        COOKIE, look, max_age=A_YEAR, path="/", httponly=True, samesite="lax", secure=cookies.is_secure()
    )
    return answer
