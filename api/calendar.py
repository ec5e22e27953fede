"""工作日历: the year as the office works it, and what a term would come to (试算) before anybody sets it."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime, BaseModel

from api.deps import Reader
from api.pages import page
from config.language import _
from gateways.clock import SHANGHAI, now, today
from models import day_kinds
from models.dates import on_paper, read_day, read_moment, to_the_minute
from models.day_kinds import Day, Reckoned, kind_of, reckon
from models.errors import Malformed
from models.workdays import due_on, office_calendar

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["calendar"])
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
Number = Annotated[str, Query(max_length=4)]
Year = Annotated[int, Query(ge=2000, le=2199)]


@pages.get("/calendar")
def calendar(
    request: Request,
    me: Reader,
    year: Year | None = None,
    start: str = "",
    days: Number = "",
    hours: Number = "",
) -> HTMLResponse:
    shown = year or today().year
    return page(
        request,
        "calendar.html",
        year=shown,
        known=shown in office_calendar().known,
        months=[_month(shown, number) for number in range(1, 13)],
        tried={
            "start": start or f"{now().astimezone(SHANGHAI):%Y-%m-%dT%H:%M}",
            "days": days,
            "hours": hours,
        },
        **_tried(start, days, hours),
    )


@pages.get("/calendar/until")
def until(request: Request, me: Reader) -> HTMLResponse:
    """One sentence beside a date field: how far off the day is, and whether the office works on it."""
    sent = next(iter(request.query_params.values()), "")
    try:
        told = _told(read_day(sent, _("日期"))) if sent else ""
    except Malformed:
        told = ""  # half typed: the form itself says what is wrong when it is sent
    return page(request, "components/until.html", told=told)


class Term(BaseModel):
    """A deadline as it would be.  ``known``: every year it reaches into has a published table."""

    due_at: AwareDatetime
    known: bool
    skipped: list[date]


@api.get("/calendar/deadline", operation_id="reckon_deadline", summary="试算到期时刻")
def deadline(me: Reader, start: AwareDatetime, days: int | None = None, hours: int | None = None) -> Term:
    found = reckon(start, days=days, hours=hours)
    return Term(due_at=found.due.at, known=found.due.known, skipped=[day.date for day in found.skipped])


def _tried(start: str, days: str, hours: str) -> dict[str, Any]:
    """The answer to 试算, or why there is none."""
    if not (days or hours):
        return {"reckoned": None, "wrong": ""}
    try:
        begins = read_moment(start, _("起算时间")) if start else now()
        return {"reckoned": _shown(reckon(begins, days=_number(days), hours=_number(hours))), "wrong": ""}
    except Malformed as refusal:
        return {"reckoned": None, "wrong": refusal.said}


def _number(text: str) -> int | None:
    if text and not text.isdecimal():
        raise Malformed(_("请填写数字。"), "days")
    return int(text) if text else None


def _shown(found: Reckoned) -> dict[str, Any]:
    due = found.due
    return {
        "due": _("{at}（{weekday}）", at=to_the_minute(due.at), weekday=_weekday(due.at))
        + ("" if due.known else _("（暂定）")),
        "skipped": [f"{on_paper(day.date)} {day.name or day.kind.label}" for day in found.skipped],
    }


def _told(day: date) -> str:
    kind = kind_of(day)
    if kind.kind.rests:
        return _(
            "{weekday}，{kind}，不上班。",
            weekday=WEEKDAYS[day.weekday()],
            kind=kind.name or kind.kind.label,
        )
    return _(
        "{weekday}，{left}。",
        weekday=WEEKDAYS[day.weekday()],
        left=office_calendar().left(due_on(day), now()),
    )


def _weekday(moment: datetime) -> str:
    return WEEKDAYS[moment.astimezone(SHANGHAI).weekday()]


def _month(year: int, number: int) -> dict[str, Any]:
    days = day_kinds.month(year, number)
    cells: list[dict[str, Any] | None] = [None] * days[0].date.weekday() + [_cell(day) for day in days]
    return {
        "name": _("{number}月", number=number),
        "weeks": [cells[n : n + 7] for n in range(0, len(cells), 7)],
    }


def _cell(day: Day) -> dict[str, Any]:
    told = day.name or ("" if day.kind is day_kinds.DayKind.WORK else day.kind.label)
    return {
        "number": day.date.day,
        "kind": day.kind.value,
        "mark": {"holiday": _("休"), "made-up": _("班"), "half": _("半")}.get(day.kind.value, ""),
        "told": _("{told}（{kind}）", told=told, kind=day.kind.label) if day.name else told,
        "today": day.date == today(),
    }
