"""人员: the register of people and departments; accounts are opened and closed by the 系统管理员."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.pages import page
from api.people_out import OfficeOut, OpenedOut, PersonOut, person_out
from api.people_views import offices_page, people_page, person_page
from api.sent import Sent, as_form
from config.language import _
from gateways import passwords
from gateways.clock import now
from gateways.first_password import first_password
from models import accounts, password_history, register_of_people
from models.accounts import Newcomer
from models.people import Me, Person

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["people"])


class NewcomerSent(Sent):
    uid: str = Field(title=_("账号"))
    name: str = Field(title=_("姓名"))
    office: str = Field(title=_("部门"))
    post: str = Field(default="", title=_("职务"))
    mail: str = Field(default="", title=_("邮箱"))


class ClosureSent(Sent):
    words: str = Field(title=_("停用理由"))


class OfficeSent(Sent):
    office: str = Field(title=_("部门代码"))
    name: str = Field(title=_("部门名称"))


@pages.get("/people")
def people(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "people/people.html", **people_page(session, me))


@pages.get("/people/{person_id}")
def person(request: Request, person_id: UUID, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "people/person.html", **person_page(session, person_id, me))


@pages.post("/people", name="open-account")
def open_page(
    request: Request,
    sent: Annotated[as_form(NewcomerSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> HTMLResponse:
    """The answer is the page itself: the first password stands on it, this once."""
    with actor(sent.csrf) as (session, me):
        opened, first = _open(session, sent, me)
    return page(request, "people/opened.html", uid=opened.uid, name=opened.name, first_password=first)


@pages.post("/people/{person_id}/closure", name="close-account")
def close_page(
    person_id: UUID,
    sent: Annotated[as_form(ClosureSent), Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _close(session, person_id, sent, me)
    return said_at(f"/people/{person_id}", "account-closed")


@pages.get("/offices")
def offices(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "people/offices.html", **offices_page(session, me))


@pages.post("/offices", name="found-office")
def found_page(sent: Annotated[as_form(OfficeSent), Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):
        accounts.found_office(session, sent.office, sent.name, by=me, at=now())
    return said_at("/offices", "office-founded")


@api.get("/people", operation_id="list_people", summary="人员")
def list_people(session: Looking, me: Reader) -> list[PersonOut]:
    return [person_out(session, one) for one, _ in register_of_people.everybody(session, me)]


@api.get("/people/{person_id}", operation_id="read_person", summary="一名人员")
def read_person(person_id: UUID, session: Looking, me: Reader) -> PersonOut:
    return person_out(session, register_of_people.find(session, person_id, me))


@api.post("/people", operation_id="open_account", summary="开立账号", status_code=201)
def open_by_program(sent: NewcomerSent, actor: Actor) -> OpenedOut:
    with actor() as (session, me):
        opened, first = _open(session, sent, me)
    return OpenedOut(id=opened.id, uid=opened.uid, first_password=first)


@api.post("/people/{person_id}/closure", operation_id="close_account", summary="停用账号")
def close_by_program(person_id: UUID, sent: ClosureSent, actor: Actor) -> PersonOut:
    with actor() as (session, me):
        return person_out(session, _close(session, person_id, sent, me))


@api.get("/offices", operation_id="list_offices", summary="部门")
def list_offices(session: Looking, me: Reader) -> list[OfficeOut]:
    register_of_people.must_see(me)
    return [OfficeOut(code=one.code, name=one.name) for one in accounts.offices(session)]


@api.post("/offices", operation_id="found_office", summary="设置部门", status_code=201)
def found_by_program(sent: OfficeSent, actor: Actor) -> OfficeOut:
    with actor() as (session, me):
        founded = accounts.found_office(session, sent.office, sent.name, by=me, at=now())
    return OfficeOut(code=founded.code, name=founded.name)


def _open(session: Session, sent: NewcomerSent, me: Me) -> tuple[Person, str]:
    """The account, and the password it is opened with: nobody keeps it, and it opens nothing but its own change."""
    newcomer, first = Newcomer(sent.uid, sent.name, sent.office, sent.post, sent.mail), first_password()
    opened = accounts.open_account(session, newcomer, by=me, at=now())
    hashed = passwords.hashed(first, opened.uid)
    password_history.keep(session, opened, hashed, at=now(), given=True)
    return opened, first


def _close(session: Session, person_id: UUID, sent: ClosureSent, me: Me) -> Person:
    register_of_people.find(session, person_id, me)
    return accounts.close_account(session, person_id, sent.words, by=me, at=now())
