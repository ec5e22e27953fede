"""再次确认身份: the page and the program's door; what was typed into the refused form comes along and comes back."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.datastructures import FormData, UploadFile

from api import challenges, cookies, held_files
from api.confirmation import WrongAnswer, asks_for_code, confirm
from api.deps import Actor, Reader, Visitor, visitor_of
from api.forms import Form as Sheet
from api.pages import page
from api.returning import HERE, safe
from api.sent import Sent
from api.step_up import NotConfirmed
from config.language import _
from gateways.shelf import NoRoom
from models.attempts import Locked
from models.database import reading
from models.people import Me
from models.uploads import DayIsFull

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["session"])

Kept = list[tuple[str, str]]
KEPT: TypeAdapter[Kept] = TypeAdapter(Kept)
SECRETS = {"csrf", "password", "again", "answer", "credential"}


class AnswerSent(Sent):
    """The password; whoever has a second factor sends its code."""

    answer: str = Field(title=_("口令或验证码"))


class Confirmed(BaseModel):
    """The session goes on under the new cookie that came with this answer."""

    confirmed: bool = True


@pages.get("/confirm")
def confirm_page(request: Request, me: Reader, next: str = HERE) -> HTMLResponse:
    return _asked(request, me, _sheet(next, "", []))


@pages.post("/confirm")
def confirm_by_page(
    request: Request,
    actor: Actor,
    answer: Annotated[str, Form()] = "",
    credential: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HERE,
    then: Annotated[str, Form()] = "",
    kept: Annotated[str, Form()] = "[]",
    files: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    with actor(csrf) as (_, me):
        form = _sheet(next, then, _read(kept), files)
    try:
        secret = confirm(request, me, answer, credential)
    except (WrongAnswer, Locked) as refusal:
        again = form.refused({}, {"answer": refusal.said}, "")
        return _asked(request, me, again, status=422 if isinstance(refusal, WrongAnswer) else 409)
    shown = (
        page(request, "confirmed.html", form=form) if then else RedirectResponse(safe(next), status_code=303)
    )
    cookies.give(shown, secret)
    return shown


@api.post("/session/confirmation", operation_id="confirm_session", summary="再次确认身份")
def confirm_by_program(request: Request, sent: AnswerSent, actor: Actor, answer: Response) -> Confirmed:
    with actor() as (_, me):
        pass
    cookies.give(answer, confirm(request, me, sent.answer))
    return Confirmed()


def ask(request: Request, refusal: NotConfirmed, sent: FormData) -> HTMLResponse:
    """What a page answers where NotConfirmed was raised: the same place, after one question."""
    with reading() as session:
        visitor = visitor_of(request, session)
    kept, files = _with_files(sent, visitor)
    posted = request.method == "POST"
    back = request.headers.get("referer", "").partition("//")[2].partition("/")[2]
    next, then = f"/{back}" if posted else request.url.path, request.url.path if posted else ""
    form = _sheet(next, then, kept, files)
    return _asked(request, visitor.me, form, status=403, factor_missing=refusal.needs == "second-factor")


def _with_files(sent: FormData, visitor: Visitor) -> tuple[Kept, str]:
    """All that comes along; and the field of files for which there was no room, to be chosen once more."""
    kept, files = kept_of(sent), files_of(sent)
    if not files:
        return kept, ""
    try:
        return kept + held_files.hold(sent, visitor), ""
    except (NoRoom, DayIsFull):
        return kept, files


def files_of(form: FormData) -> str:
    """The field of the files that were sent, if any were."""
    return next(
        (name for name, value in form.multi_items() if isinstance(value, UploadFile) and value.filename), ""
    )


def kept_of(form: FormData) -> Kept:
    """Everything that was typed, in its order; files and secrets cannot come along."""
    return [
        (name, value)
        for name, value in form.multi_items()
        if name not in SECRETS and not isinstance(value, UploadFile)
    ]


def _asked(
    request: Request, me: Me, form: Sheet, *, status: int = 200, factor_missing: bool = False
) -> HTMLResponse:
    coded = asks_for_code(me)
    with reading() as session:
        held = challenges.held_by(request)
        options = challenges.options(session, me.id, challenges.CONFIRM, held) if coded else ""
    said: dict[str, Any] = {"coded": coded, "missing": factor_missing and not coded, "options": options}
    return page(request, "confirm.html", status=status, form=form, **said)


def _sheet(next: str, then: str, kept: Kept, files: str = "") -> Sheet:
    values = {
        "next": safe(next),
        "then": safe(then) if then else "",
        "kept": json.dumps(kept, ensure_ascii=False),
        "files": files,
    }
    told = {"fields": kept, "held": held_files.names(kept)}
    return Sheet(act="confirm", action="/confirm", template="confirm.html", values=values | told)


def _read(kept: str) -> Kept:
    """What comes back may have been altered by its owner only; anything else than pairs of words is nothing."""
    try:
        return KEPT.validate_json(kept)
    except ValidationError:
        return []
