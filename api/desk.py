"""工作台: the desk: its folders, one of them open and narrowed down, and what may be done with several rows at once."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, func, select

from api import first_steps
from api.deps import Looking, Reader
from api.desk_rows import acts_on, document_rows, task_rows
from api.documents import PER_PAGE, search_form, turn_page
from api.pages import page
from api.people_views import asked_to_confirm
from api.sought import Asked, OnDesk, in_address, understand
from config.language import _, each
from gateways.clock import SHANGHAI, now
from models import desk as desks
from models import desk_filters, desk_habits
from models.desk import COUNT_MOST, KEPT, WAITING, Folder
from models.people import ADMINISTRATORS, Me, Role
from models.sought import Sought
from models.tasks import Task

NO_ROLE = _("没有待办。您在本系统还没有角色；需要办文的，请联系系统管理员。")
EMPTY = each(
    {
        Folder.READS: "没有待阅。",
        Folder.GOING: "没有在办件。您办过、还没有办结的公文列在这里。",
        Folder.DONE: "还没有办结件。您办过的公文办结后列在这里。",
        Folder.MINE: "没有您发起的公文。您签收、登记或拟办的公文列在这里。",
        Folder.CHASED: "没有督办件。部门承办中的公文列在这里，销号后移出。",
    }
)

pages = APIRouter(include_in_schema=False)


@pages.get("/")
def desk(
    request: Request,
    session: Looking,
    me: Reader,
    typed: OnDesk,
    folder: str = "",
    page_: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    opened = Folder(folder) if folder in set(Folder) else Folder.ALL
    gone = request.query_params.get("removed", "")
    shown_now = shown(session, me, opened, page_, typed)
    return page(request, "desk.html", removed=gone, keys=desk_habits.keys_act(session, me), **shown_now)


def shown(
    session: Session, me: Me, folder: Folder = Folder.ALL, number: int = 1, typed: Sought | None = None
) -> dict[str, Any]:
    """What desk.html needs: every folder's count, and one page of the open folder."""
    at, asked = now(), understand(session, typed or Sought())
    counts = desks.counts(session, me, at=at)
    rows, many = _listed(session, me, folder, asked, number, counts)
    turn = turn_page(number, len(rows), many, lambda number: address(folder, asked.typed, number))
    return {
        "here": address(folder, asked.typed, number),
        "waiting": counts[Folder.ALL],
        "events": "" if me.roles & ADMINISTRATORS else "/desk/events",
        "as_of": at.astimezone(SHANGHAI).strftime("%H:%M"),
        "folders": [[_folder(one, counts[one], folder, me) for one in some] for some in (WAITING, KEPT)],
        "folder": folder,
        "folder_word": word_of(folder, me),
        "rows": rows,
        "acts": acts_on(rows),
        "turn": turn,
        "search": search_form(session, asked.typed, "/"),
        "narrowed": _narrowed(session, folder, asked),
        "wrong": asked.wrong,
        "saved": _saved(session, me),
        "confirmations": asked_to_confirm(session, me),
        "first_steps": [] if counts[folder] or folder else first_steps.of(session, me),
        "nothing": EMPTY.get(folder, _("没有待办。")) if me.roles else NO_ROLE,
        "done_today": _("今天已办 {done_today} 件。", done_today=_done_today(session, me)),
    }


def word_of(folder: Folder, me: Me) -> str:
    """The secretary begins by registering."""
    return _("我登记的") if folder is Folder.MINE and Role.SECRETARY in me.roles else folder.label


def address(folder: Folder, typed: Sought, number: int = 1) -> str:
    """Where a folder stands open like this."""
    asked = (
        ({"folder": folder.value} if folder else {})
        | in_address(typed)
        | ({"page": number} if number > 1 else {})
    )
    return f"/?{urlencode(asked)}" if asked else "/"


def _listed(
    session: Session, me: Me, folder: Folder, asked: Asked, number: int, counts: dict[Folder, int]
) -> tuple[list[dict[str, Any]], int]:
    """One page of rows, and how many there are in all."""
    at, skip = now(), (number - 1) * PER_PAGE
    plain = not asked.meant.told
    if folder.waits:
        query = desks.waiting(session, folder, me, asked.meant, at=at)
        many = counts[folder] if plain else desks.count_waiting(session, query)
        return task_rows(session, session.exec(query.offset(skip).limit(PER_PAGE)).all(), me), many
    query = desks.kept(session, folder, me, asked.meant, at=at)
    many = counts[folder] if plain else desks.count(session, query)
    found = session.exec(query.offset(skip).limit(PER_PAGE)).all()
    return document_rows(session, found, folder, me), many


def _done_today(session: Session, me: Me) -> int:
    midnight = now().astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    done = select(func.count()).where(Task.closed_by == me.id, col(Task.closed_at) >= midnight)
    return session.exec(done.select_from(Task)).one()


def _folder(folder: Folder, count: int, opened: Folder, me: Me) -> dict[str, Any]:
    return {
        "word": word_of(folder, me),
        "href": address(folder, Sought()),
        "count": count,
        "more": count >= COUNT_MOST and not folder.waits,
        "current": folder is opened,
        "pressing": folder is Folder.LATE and count > 0,
    }


def _narrowed(session: Session, folder: Folder, asked: Asked) -> list[dict[str, str]]:
    """What the list is narrowed to beside the words looked for, each with the way back."""
    offered = search_form(session, asked.typed).choices
    told = []
    for name, value in asked.meant.told.items():
        if name == "q":
            continue
        word = dict(offered.get(name, [])).get(value, value)
        rest = {n: v for n, v in asked.meant.told.items() if n != name}
        told.append({"name": name, "value": value, "word": word, "without": address(folder, Sought(**rest))})
    return told


def _saved(session: Session, me: Me) -> list[dict[str, str]]:
    return [
        {"id": str(one.id), "name": one.name, "href": address(one.folder, one.sought)}
        for one in desk_filters.of_person(session, me)
    ]
