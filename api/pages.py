"""page(): a whole page for a browser, only the main part when htmx asks."""

from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api import appearance, tongue
from api.navigation import navigation
from api.notices import NOTICES
from api.returning import HERE, place_of
from api.step_up import is_due
from config.catalogue import LANGUAGES
from config.policy import policy
from gateways import outages
from gateways.clock import now
from gateways.tongues.templates import speak
from models import second_thoughts
from models.database import reading
from models.people import Me
from models.pinyin import typed_for
from models.second_thoughts import SecondThought, What

FOLDER = Path(__file__).parent.parent / "templates" / "html"


@cache
def environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        auto_reload=False,
    )
    made.filters["typed_for"] = typed_for
    return speak(made, language)


def page(request: Request, template: str, *, status: int = 200, **said: Any) -> HTMLResponse:
    """Render ``templates/html/<template>`` with what every page needs."""
    visitor = getattr(request.state, "visitor", None)
    me: Me | None = visitor.me if visitor else None
    done = request.query_params.get("done", "")
    language = tongue.of(request)
    frame = {
        "language": language,
        "languages": LANGUAGES,
        "status": status,
        "partial": request.headers.get("hx-request") == "true",
        "hospital": policy().hospital.name,
        "me": {"name": me.name, "post": me.person.post} if me else None,
        "nav": navigation(me, request.url.path) if me else None,
        "look": appearance.of(request),
        "here": place_of(request) if status < 400 else HERE,  # a refusal repeats nothing that was asked
        "csrf": visitor.csrf if visitor else "",
        "outages": outages.told(),
        "done": done if done in NOTICES else "",
        "keys": False,
        "proof_is_due": partial(is_due, request),
        "notice": NOTICES.get(done, ""),
        "undo": _undo(me, done) if me else None,
    }
    body = environment(language).get_template(template).render(frame | said)
    return HTMLResponse(body, status_code=status)


def _undo(me: Me, done: str) -> SecondThought | None:
    """Asked only by a page that says that this was done."""
    if done not in set(What):
        return None
    with reading() as session:
        last = second_thoughts.fresh(session, me, at=now())
    return last if last and last.what == done else None
