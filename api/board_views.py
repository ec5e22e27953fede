"""督办看板 as its page shows it: words, figures, and behind each figure the address of its list."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.matters import address, filters, offices
from config.language import _
from gateways.chart import fits
from gateways.clock import now
from models import board
from models.board import MEASURES, OVER_ALL, Board, Line
from models.dates import to_the_minute
from models.matters import ENDED, Sought, Standing, source_label
from models.people import Me, Person

YEARS = 5
SHADES = 4
NAME = 20  # letters of a department's name above its bar
MONTH = len("2026-11")


def shown(session: Session, me: Me, counted: Board, sought: Sought) -> dict[str, Any]:
    named, own = offices(session), board.own(me, sought)
    leaders = {key: _name(session, key) for key in counted.leaders}
    tables = [
        (_("按主办部门"), _("主办部门"), _table(own, "office", counted.offices, named)),
        (_("按交办领导"), _("交办领导"), _table(own, "leader", counted.leaders, leaders)),
        (
            _("按来源"),
            _("来源"),
            _table(own, "source", counted.sources, {s: source_label(s) for s in counted.sources}),
        ),
    ]
    return {
        "sought": own,
        "chosen": filters(session),
        "over_all": bool(me.roles & OVER_ALL),
        "periods": _periods(counted),
        "month": own.period if len(own.period) == MONTH else counted.months[-1].period,
        "total": _row(own, _("合计"), counted.total),
        "tables": [one for one in tables if one[-1]],
        "narrowed": _narrowed(own, named, leaders),
        "bars": _bars(counted, named),
        "trend": _trend(own, counted),
        "heat": _heat(own, counted, named),
    }


def _narrowed(sought: Sought, offices: dict[str, str], leaders: dict[UUID | None, str]) -> list[str]:
    """Of what the figures are, for the page on paper, where the filters are not."""
    told = (
        sought.period,
        offices.get(sought.office, ""),
        leaders.get(sought.leader, "") if sought.leader else "",
        source_label(sought.source) if sought.source else "",
        _("截至{at}", at=to_the_minute(now())),
    )
    return [one for one in told if one]


def _table(sought: Sought, what: str, lines: dict[Any, Line], names: dict[Any, str]) -> list[dict[str, Any]]:
    """Whoever has most overdue stands first."""
    ranked = sorted(lines.items(), key=lambda one: (-one[1].figures[Standing.LATE], names[one[0]]))
    return [_row(replace(sought, **{what: key}), names[key], line) for key, line in ranked]


def _row(sought: Sought, name: str, line: Line) -> dict[str, Any]:
    return {
        "name": name,
        "figures": [_figure(sought, one, line.figures[one]) for one in MEASURES],
        "percent": line.in_time,
        "days": line.days,
    }


def _figure(sought: Sought, standing: Standing, number: int) -> dict[str, Any]:
    period = sought.period if standing in ENDED else ""
    href = address(replace(sought, standing=standing, period=period))
    return {"word": standing.label, "number": number, "href": href, "kind": standing.value}


def _name(session: Session, leader: UUID | None) -> str:
    return session.get_one(Person, leader).name if leader else _("未记领导")


def _periods(counted: Board) -> list[tuple[str, str]]:
    year = int(counted.months[-1].period[:4])
    years = [(str(year - n), str(year - n)) for n in range(YEARS)]
    return [*years, *((one.period, one.period) for one in reversed(counted.months))]


def _bars(counted: Board, named: dict[str, str]) -> dict[str, Any]:
    """Open matters of each department: in good time, due this week, overdue."""
    words = (_("时限未到"), Standing.WEEK.label, Standing.LATE.label)
    rows = [(fits(named[code], NAME), _parts(line.figures)) for code, line in counted.offices.items()]
    rows = sorted((row for row in rows if sum(row[1])), key=lambda row: -sum(row[1]))
    return {"words": words, "rows": rows, "most": _most(sum(parts) for _name, parts in rows)}


def _parts(figures: dict[Standing, int]) -> tuple[int, int, int]:
    soon, late = figures[Standing.WEEK], figures[Standing.LATE]
    return figures[Standing.OPEN] - soon - late, soon, late


def _trend(sought: Sought, counted: Board) -> dict[str, Any]:
    columns = [
        {
            "period": one.period,
            "word": _("{month}月", month=int(one.period[5:])),
            "given": _figure_of(sought, Standing.ALL, one.period, one.given),
            "in_time": _figure_of(sought, Standing.IN_TIME, one.period, one.in_time),
            "late": _figure_of(sought, Standing.DONE_LATE, one.period, one.late),
        }
        for one in counted.months
    ]
    most = _most(max(one.given, one.in_time + one.late) for one in counted.months)
    return {"columns": columns, "most": most}


def _figure_of(sought: Sought, standing: Standing, period: str, number: int) -> dict[str, Any]:
    return {"number": number, "href": address(replace(sought, standing=standing, period=period))}


def _heat(sought: Sought, counted: Board, named: dict[str, str]) -> dict[str, Any]:
    most = _most(number for numbers in counted.heat.values() for number in numbers)
    rows = [
        (
            named[code],
            [
                {
                    "number": number,
                    "shade": -(-number * SHADES // most),
                    "href": address(
                        replace(sought, office=code, period="", standing=Standing.OPEN, week=monday)
                    ),
                }
                for monday, number in zip(counted.weeks, numbers, strict=True)
            ],
        )
        for code, numbers in counted.heat.items()
    ]
    weeks = [_("{month}月{day}日起", month=one.month, day=one.day) for one in counted.weeks]
    return {"weeks": weeks, "rows": rows}


def _most(numbers: Iterable[int]) -> int:
    return max(numbers, default=0) or 1
