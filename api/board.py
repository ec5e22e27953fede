"""督办看板: per department, leader and source, how much there is and how it ended; every figure opens its list."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from api.board_views import shown
from api.deps import Looking, Reader
from api.matters import Asked
from api.pages import page
from gateways.clock import now
from models import board
from models.board import MEASURES, Board, Line
from models.dates import local_day
from models.matters import Sought, Standing

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])


class LineOut(BaseModel):
    """``days``: working days on average; ``in_time_percent`` and it are null where nothing was closed."""

    key: str
    open: int
    week: int
    late: int
    in_time: int
    done_late: int
    days: float | None
    in_time_percent: int | None


class MonthOut(BaseModel):
    period: str
    given: int
    in_time: int
    late: int


class BoardOut(BaseModel):
    """``heat``: by department, what falls due in each of the weeks that begin on ``weeks``."""

    period: str
    total: LineOut
    offices: list[LineOut]
    leaders: list[LineOut]
    sources: list[LineOut]
    months: list[MonthOut]
    weeks: list[str]
    heat: dict[str, list[int]] = Field(default_factory=dict)


@pages.get("/supervision/board")
def board_page(request: Request, session: Looking, me: Reader, sought: Asked) -> HTMLResponse:
    at, sought = now(), _of_this_year(sought)
    counted = board.of(session, me, sought, at)
    return page(request, "supervise/board.html", **shown(session, me, counted, sought))


@api.get("/supervision/board", operation_id="supervision_board", summary="督办看板")
def board_by_program(session: Looking, me: Reader, sought: Asked) -> BoardOut:
    sought = _of_this_year(sought)
    return _out(board.of(session, me, sought, now()), sought.period)


def _of_this_year(sought: Sought) -> Sought:
    """A board without a period is of the year, and of everything."""
    period = sought.period or f"{local_day(now()).year}"
    return replace(sought, period=period, standing=Standing.ALL, week=None)


def _out(counted: Board, period: str) -> BoardOut:
    return BoardOut(
        period=period,
        total=_line("", counted.total),
        offices=_lines(counted.offices),
        leaders=_lines(counted.leaders),
        sources=_lines(counted.sources),
        months=[MonthOut(**vars(one)) for one in counted.months],
        weeks=[f"{one}" for one in counted.weeks],
        heat=counted.heat,
    )


def _lines(lines: dict[Any, Line]) -> list[LineOut]:
    return sorted((_line(str(key or ""), line) for key, line in lines.items()), key=lambda one: one.key)


def _line(key: str, line: Line) -> LineOut:
    figures = {one.value.replace("-", "_"): line.figures[one] for one in MEASURES}
    return LineOut(key=key, days=line.days, in_time_percent=line.in_time, **figures)
