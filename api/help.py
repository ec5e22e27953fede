"""帮助: a page for each role: what a day looks like, where to click, which keys, which words."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reader
from api.pages import page
from config.language import _
from config.policy import policy
from models.errors import NotFound
from models.people import Role
from models.roles import ROLE_LABELS

pages = APIRouter(include_in_schema=False)


@pages.get("/help")
def help_for_me(request: Request, me: Reader) -> HTMLResponse:
    mine, idle = [role for role in Role if role in me.roles], policy().sign_in.idle_minutes
    others = _named(set(Role) - set(mine))
    return page(request, "help/all.html", mine=_named(mine), others=others, idle=idle)


@pages.get("/help/{role}")
def help_for(request: Request, role: str, me: Reader) -> HTMLResponse:
    """Anybody may read what anybody does.  Raises NotFound."""
    if role not in {one.value for one in Role}:
        raise NotFound(_("没有这一页帮助。"))
    mine = Role(role) in me.roles
    return page(request, f"help/{role}.html", role=ROLE_LABELS[Role(role)], links=mine)


def _named(roles: set[Role] | list[Role]) -> list[dict[str, str]]:
    return [{"href": f"/help/{role}", "word": role.label} for role in Role if role in roles]
