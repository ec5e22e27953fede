"""督办台账: what departments were given and how far it is, narrowed as the board's figures are."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime, BaseModel
from sqlmodel import Session, select

from api.case import due_light
from api.deps import Looking, Reader
from api.documents import PER_PAGE, turn_page
from api.forms import Choices, people
from api.pages import page
from config.language import _
from gateways.clock import now
from models import matters, spans
from models.assignments import Assignment
from models.board import WATCHERS
from models.dates import on_paper
from models.document import Document
from models.initiate import INITIATORS
from models.matters import SOURCES, Sought, Standing, source_label
from models.people import Me, Office, Role, holders
from models.workdays import office_calendar

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])

FOLDERS = (Standing.OPEN, Standing.WEEK, Standing.LATE, Standing.DONE, Standing.ALL)


class MatterOut(BaseModel):
    """One line of the 督办台账.  ``percent``: as the lead department said last."""

    id: UUID
    number: str
    notice: str
    office: str
    due_at: AwareDatetime
    percent: int
    closed_at: AwareDatetime | None


def asked(
    standing: Standing = Standing.OPEN,
    office: str = "",
    leader: UUID | Literal[""] = "",
    source: str = "",
    period: str = "",
    week: date | Literal[""] = "",
) -> Sought:
    """A form that is left as it is sends empty words."""
    return Sought(standing, office, leader or None, source, period, week or None)


Asked = Annotated[Sought, Depends(asked)]


@pages.get("/supervision")
def listing(
    request: Request,
    session: Looking,
    me: Reader,
    sought: Asked,
    page_: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    at = now()
    many = matters.count(session, me, sought, at)
    asked_for = matters.asked_for(me, sought, at).offset((page_ - 1) * PER_PAGE).limit(PER_PAGE)
    rows = _rows(session, list(session.exec(asked_for).all()))
    return page(
        request,
        "supervise/matters.html",
        rows=rows,
        turn=turn_page(page_, len(rows), many, lambda number: address(sought, page=number)),
        folders=[_folder(session, me, one, sought) for one in _folders(sought)],
        sought=sought,
        chosen=filters(session),
        span=_span(sought),
        wider=address(replace(sought, period="", week=None)),
        watches=bool(me.roles & set(WATCHERS)),
        may_initiate=bool(me.roles & set(INITIATORS)),
    )


@api.get("/supervision", operation_id="list_matters", summary="督办台账")
def list_matters(session: Looking, me: Reader, sought: Asked) -> list[MatterOut]:
    found = session.exec(matters.asked_for(me, sought, now()).limit(1_000)).all()
    percent = matters.how_far(session, [given.id for given, _document in found])
    return [_out(given, document, percent[given.id]) for given, document in found]


def address(sought: Sought, page: int = 1, path: str = "/supervision") -> str:
    told = {
        "standing": sought.standing.value if path == "/supervision" else "",
        "office": sought.office,
        "leader": sought.leader or "",
        "source": sought.source,
        "period": sought.period,
        "week": sought.week or "",
        "page": page if page > 1 else "",
    }
    return f"{path}?" + urlencode({name: value for name, value in told.items() if value})


def filters(session: Session) -> dict[str, Choices]:
    return {
        "offices": list(offices(session).items()),
        "leaders": people(holders(session, Role.LEADER)),
        "sources": [(source, source_label(source)) for source in SOURCES],
    }


def offices(session: Session) -> dict[str, str]:
    return {one.code: one.name for one in session.exec(select(Office).order_by(Office.name))}


def _folders(sought: Sought) -> list[Standing]:
    return list(dict.fromkeys([*FOLDERS, sought.standing]))


def _span(sought: Sought) -> str:
    if sought.week:
        monday = spans.monday_of(sought.week)
        return _("{first}至{last}到期", first=on_paper(monday), last=on_paper(monday + spans.TO_SUNDAY))
    if not sought.period:
        return ""
    ended = sought.standing in matters.ENDED
    return _("{period}销号", period=sought.period) if ended else _("{period}交办", period=sought.period)


def _folder(session: Session, me: Me, standing: Standing, sought: Sought) -> dict[str, Any]:
    here = replace(sought, standing=standing)
    count = matters.count(session, me, here, now())
    return {
        "word": standing.label,
        "href": address(here),
        "count": count,
        "current": standing is sought.standing,
        "pressing": standing is Standing.LATE and count > 0,
    }


def _rows(session: Session, found: list[tuple[Assignment, Document]]) -> list[dict[str, Any]]:
    ids, named = [given.id for given, _document in found], offices(session)
    percent, last = matters.how_far(session, ids), matters.said_last(session, ids)
    return [
        _row(given, document, percent[given.id], named)
        | {"unheard": matters.unheard(given, document, last.get(given.id), now())}
        for given, document in found
    ]


def _row(given: Assignment, document: Document, percent: int, offices: dict[str, str]) -> dict[str, Any]:
    ended = office_calendar().left(given.due_at, now(), done=given.completed_at) if given.closed_at else None
    return {
        "href": f"/documents/{document.id}",
        "title": document.title,
        "label": document.label,
        "notice": given.number,
        "office": offices[given.office_code],
        "percent": 100 if given.closed_at else percent,
        "due": {"light": ended.light.value, "words": str(ended)} if ended else due_light(given.due_at),
        "state": _state(given),
    }


def _state(given: Assignment) -> str:
    if given.closed_at:
        return _("特殊办结") if given.specially else _("已销号")
    if given.completed_at:
        return _("待审核")
    return _("在办") if given.accepted_at else _("待签收")


def _out(given: Assignment, document: Document, percent: int) -> MatterOut:
    return MatterOut(
        id=document.id,
        number=document.label,
        notice=given.number,
        office=given.office_code,
        due_at=given.due_at,
        percent=percent,
        closed_at=given.closed_at,
    )
