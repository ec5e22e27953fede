"""我的筛选: a list narrowed down is kept under a name, by page and by program; and what else one likes at the desk."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.desk import address
from api.notices import said_at
from api.sent import NothingSent, Sent, as_form
from config.language import _
from gateways.clock import now
from models import desk_filters, desk_habits, second_thoughts
from models.desk import Folder
from models.desk_filters import SavedFilter
from models.desk_habits import DeskHabit
from models.people import Me
from models.second_thoughts import What
from models.sought import Due, Sought
from models.values import Level, Urgency

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["desk"])


class FilterSent(Sent):
    name: str = Field(title=_("筛选名称"))
    folder: Folder = Field(default=Folder.ALL, title=_("分类"))
    urgency: Urgency | None = Field(default=None, title=_("紧急程度"))
    level: Level | None = Field(default=None, title=_("密级"))
    due: Due | None = Field(default=None, title=_("时限"))
    office: str = Field(default="", max_length=8, title=_("承办部门"))
    issuer: str = Field(default="", max_length=100, title=_("来文单位"))
    doc_number: str = Field(default="", max_length=60, title=_("来文字号"))


class NameSent(Sent):
    name: str = Field(title=_("筛选名称"))


class KeysSent(Sent):
    keys: bool = Field(title=_("快捷键"))


class FilterOut(BaseModel):
    """``href``: where the list stands open like this."""

    id: UUID
    name: str
    href: str
    saved_at: datetime


FilterForm, NameForm, KeysForm, NothingForm = map(as_form, (FilterSent, NameSent, KeysSent, NothingSent))


@pages.post("/desk/filters")
def save_page(sent: Annotated[FilterForm, Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):  # type: ignore[attr-defined]
        saved = _save(session, sent, me)
    return _to(address(saved.folder, saved.sought), "filter-saved")


@pages.post("/desk/filters/{filter_id}/name")
def rename_page(filter_id: UUID, sent: Annotated[NameForm, Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):  # type: ignore[attr-defined]
        saved = _rename(session, filter_id, sent.name, me)  # type: ignore[attr-defined]
    return _to(address(saved.folder, saved.sought), "filter-renamed")


@pages.post("/desk/filters/{filter_id}/removal")
def remove_page(filter_id: UUID, actor: Actor, csrf: Annotated[str, Form()] = "") -> RedirectResponse:
    with actor(csrf) as (session, me):
        desk_filters.remove(session, filter_id, by=me, at=now())
    return RedirectResponse(f"/?done=filter-removed&removed={filter_id}", status_code=303)


@pages.post("/desk/filters/{filter_id}/restoring")
def restore_page(filter_id: UUID, sent: Annotated[NothingForm, Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):  # type: ignore[attr-defined]
        saved = desk_filters.restore(session, filter_id, by=me, at=now())
    return _to(address(saved.folder, saved.sought), "filter-restored")


@pages.post("/account/keys")
def keys_page(sent: Annotated[KeysForm, Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):  # type: ignore[attr-defined]
        _let_keys_act(session, sent.keys, me)  # type: ignore[attr-defined]
    return said_at("/account", "keys")


@api.get("/desk/filters", operation_id="list_filters", summary="我的筛选")
def list_filters(session: Looking, me: Reader) -> list[FilterOut]:
    return [_out(one) for one in desk_filters.of_person(session, me)]


@api.post("/desk/filters", operation_id="save_filter", summary="保存筛选", status_code=201)
def save_by_program(sent: FilterSent, actor: Actor) -> FilterOut:
    with actor() as (session, me):
        return _out(_save(session, sent, me))


@api.post("/desk/filters/{filter_id}/name", operation_id="rename_filter", summary="筛选改名")
def rename_by_program(filter_id: UUID, sent: NameSent, actor: Actor) -> FilterOut:
    with actor() as (session, me):
        return _out(_rename(session, filter_id, sent.name, me))


@api.post("/desk/filters/{filter_id}/removal", operation_id="remove_filter", summary="删除筛选")
def remove_by_program(filter_id: UUID, _sent: NothingSent, actor: Actor) -> FilterOut:
    with actor() as (session, me):
        return _out(desk_filters.remove(session, filter_id, by=me, at=now()))


@api.post("/desk/filters/{filter_id}/restoring", operation_id="restore_filter", summary="撤销删除")
def restore_by_program(filter_id: UUID, _sent: NothingSent, actor: Actor) -> FilterOut:
    with actor() as (session, me):
        return _out(desk_filters.restore(session, filter_id, by=me, at=now()))


@api.post("/account/keys", operation_id="let_keys_act", summary="快捷键")
def keys_by_program(sent: KeysSent, actor: Actor) -> KeysSent:
    with actor() as (session, me):
        return KeysSent(keys=_let_keys_act(session, sent.keys, me).keys)


def _save(session: Session, sent: FilterSent, me: Me) -> SavedFilter:
    words = {name: getattr(sent, name) or "" for name in FilterSent.model_fields if name in vars(Sought())}
    sought = Sought(**{name: str(value) for name, value in words.items()})
    return desk_filters.save(session, sent.name, sent.folder, sought, by=me, at=now())


def _rename(session: Session, filter_id: UUID, name: str, me: Me) -> SavedFilter:
    before = {"filter": str(filter_id), "name": desk_filters.mine(session, filter_id, me).name}
    saved = desk_filters.rename(session, filter_id, name, by=me)
    second_thoughts.note(session, What.FILTER_NAME, before, by=me, at=now())
    return saved


def _let_keys_act(session: Session, keys: bool, me: Me) -> DeskHabit:
    before = {"keys": desk_habits.keys_act(session, me)}
    second_thoughts.note(session, What.KEYS, before, by=me, at=now())
    return desk_habits.let_keys_act(session, keys, by=me)


def _out(saved: SavedFilter) -> FilterOut:
    href = address(saved.folder, saved.sought)
    return FilterOut(id=saved.id, name=saved.name, href=href, saved_at=saved.saved_at)


def _to(place: str, done: str) -> RedirectResponse:
    return RedirectResponse(f"{place}{'&' if '?' in place else '?'}done={done}", status_code=303)
