"""我的账号: where I am signed in, my password, my second factors."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from api import cookies, entrance
from api.account_views import overview, password_sheet
from api.address import address_of, place_of
from api.deps import Actor, Looking, Reader
from api.new_password import change
from api.notices import said_at
from api.pages import page
from config.language import _
from gateways.clock import now
from gateways.directory import WrongPassword
from models import audit, devices, mail_wishes, second_thoughts, signins
from models.attempts import Locked
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import Malformed
from models.people import Me
from models.second_thoughts import What

pages = APIRouter(include_in_schema=False)

Word = Annotated[str, Form()]


@pages.get("/account")
def account(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "account.html", **overview(request, session, me))


@pages.post("/account/sessions/end")
def end_others(request: Request, actor: Actor, csrf: Word = "") -> RedirectResponse:
    with actor(csrf) as (session, me):
        signins.end_all(session, me.id, but=cookies.read(request))
        devices.end_all(session, me.id, but=cookies.read(request, cookies.DEVICE))
        _note(request, session, me, _("其他设备全部退出"))
    return _back("sessions-ended")


@pages.post("/account/sessions/{handle}/end")
def end_one(request: Request, handle: str, actor: Actor, csrf: Word = "") -> RedirectResponse:
    with actor(csrf) as (session, me):
        signins.end_one(session, me.id, handle)
        _note(request, session, me, _("一台设备退出"))
    return _back("session-ended")


@pages.post("/account/mail")
def wish_for_mail(actor: Actor, news: Word = "", told: Word = "", csrf: Word = "") -> RedirectResponse:
    """Which harmless mails one wants; a box that is not ticked sends nothing."""
    with actor(csrf) as (session, me):
        was = mail_wishes.of(session, me.id)
        second_thoughts.note(session, What.MAIL, {"news": was.news, "told": was.told}, by=me, at=now())
        mail_wishes.wish(session, me.id, news=bool(news), told=bool(told))
    return _back("mail-wished")


@pages.post("/account/devices/{handle}/end")
def forget_device(request: Request, handle: str, actor: Actor, csrf: Word = "") -> RedirectResponse:
    with actor(csrf) as (session, me):
        devices.end_one(session, me.id, handle)
        _note(request, session, me, _("不再记住一台设备"))
    return _back("device-forgotten")


@pages.post("/account/password")
def change_password(
    request: Request,
    actor: Actor,
    current: Word = "",
    password: Word = "",
    again: Word = "",
    csrf: Word = "",
) -> Response:
    """The one in use is asked for here, whenever it was typed last."""
    with actor(csrf) as (_session, me):
        pass
    try:
        entrance.checked(request, me.person.uid, current, Act.CONFIRMATION_REFUSED)
        change(me.person, password, again, address=address_of(request))
    except (WrongPassword, Locked) as refusal:
        wrong = isinstance(refusal, WrongPassword)
        return _again(request, me, "current", _("现在的口令不对。") if wrong else refusal.said)
    except Malformed as refusal:
        return _again(request, me, refusal.field, refusal.said)
    with unit_of_work() as session:
        secret = signins.begin(session, me.person, at=now(), place=place_of(request))
    answer = _back("password-changed")
    cookies.give(answer, secret)
    return answer


def _again(request: Request, me: Me, field: str, why: str) -> HTMLResponse:
    failed = password_sheet().refused({}, {field: why}, "")
    with reading() as session:
        said = overview(request, session, me) | {"password": failed, "failed": failed}
    return page(request, "account.html", status=422, **said)


def _note(request: Request, session: Session, me: Me, why: str) -> None:
    note = {"about": me.person.uid, "why": why, "address": address_of(request)}
    audit.record(session, Act.SESSION_ENDED, by=me, at=now(), **note)


def _back(done: str) -> RedirectResponse:
    return said_at("/account", done)
