"""督办看板: of what somebody may know of, how much there is of everything; counted in SQL by the list's own meaning."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case
from sqlmodel import Session, col, func

from models import matters, spans
from models.assignments import Assignment
from models.dates import local_day
from models.document import Document
from models.initiate import Initiation, Source
from models.matters import BY_POST, Sought, Standing
from models.people import Me, NotYourRole, Role
from models.workdays import office_calendar

WATCHERS = (Role.SECRETARY, Role.OFFICE_HEAD, Role.LEADER, Role.DEPARTMENT_HEAD)
OVER_ALL = {Role.SECRETARY, Role.OFFICE_HEAD, Role.LEADER}
MEASURES = (Standing.OPEN, Standing.WEEK, Standing.LATE, Standing.IN_TIME, Standing.DONE_LATE)
GOING = (Standing.OPEN, Standing.WEEK, Standing.LATE)
MONTHS, WEEKS = 12, 8
BY = (Assignment.office_code, Assignment.told_to, Initiation.source)

Group = tuple[str, UUID | None, str]  # department, leader, source


@dataclass
class Line:
    """``worked``: working days from the order to the report, of all that was closed in the period."""

    figures: dict[Standing, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    worked: int = 0

    @property
    def done(self) -> int:
        return self.figures[Standing.IN_TIME] + self.figures[Standing.DONE_LATE]

    @property
    def days(self) -> float | None:
        """On average; None where nothing was closed."""
        return round(self.worked / self.done, 1) if self.done else None

    @property
    def in_time(self) -> int | None:
        """Per cent."""
        return round(100 * self.figures[Standing.IN_TIME] / self.done) if self.done else None


@dataclass(frozen=True)
class Month:
    period: str
    given: int
    in_time: int
    late: int


@dataclass(frozen=True)
class Board:
    """``heat``: by department, the open matters that fall due in each of ``weeks``, which are Mondays."""

    total: Line
    offices: dict[str, Line]
    leaders: dict[UUID | None, Line]
    sources: dict[str, Line]
    months: list[Month]
    weeks: list[date]
    heat: dict[str, list[int]]


def of(session: Session, me: Me, sought: Sought, at: datetime) -> Board:
    """``sought.period`` is when what is done was closed.  Raises NotYourRole, Malformed."""
    everything = replace(own(me, sought), standing=Standing.ALL, period="")
    weeks = [spans.monday_of(local_day(at)) + n * spans.A_WEEK for n in range(WEEKS)]
    lines, heat = _going(session, me, everything, weeks, at)
    _add_ended(session, lines, me, everything, sought.period, at)
    return Board(
        total=_folded(lines, lambda _group: "").get("", Line()),
        offices=_folded(lines, lambda group: group[0]),
        leaders=_folded(lines, lambda group: group[1]),
        sources=_folded(lines, lambda group: group[2]),
        months=_months(session, me, everything, at),
        weeks=weeks,
        heat=heat,
    )


def own(me: Me, sought: Sought) -> Sought:
    """A department head's board is of that department, and says so in every link."""
    me.must_be(*WATCHERS)
    if me.roles & OVER_ALL:
        return sought
    if sought.office not in ("", me.person.office_code):
        raise NotYourRole(sorted(OVER_ALL))
    return replace(sought, office=me.person.office_code)


def _going(
    session: Session, me: Me, base: Sought, weeks: list[date], at: datetime
) -> tuple[dict[Group, Line], dict[str, list[int]]]:
    """What is open, by group, and by department what of it falls due in each of ``weeks``."""
    lines: dict[Group, Line] = defaultdict(Line)
    heat: dict[str, list[int]] = defaultdict(lambda: [0] * len(weeks))
    due = col(Assignment.due_at)
    sums = [_sum(*matters.stands(one, at)) for one in GOING]
    sums += [_sum(matters.within(due, spans.of_week(monday))) for monday in weeks]
    asked = _of(me, base, at, *BY, *sums).where(*matters.stands(Standing.OPEN, at))
    for office, leader, source, *numbers in session.exec(asked.group_by(*BY)):
        lines[_group(office, leader, source)].figures |= zip(GOING, numbers[: len(GOING)], strict=True)
        heat[office] = [a + b for a, b in zip(heat[office], numbers[len(GOING) :], strict=True)]
    return lines, {office: heat[office] for office in sorted(heat) if any(heat[office])}


def _add_ended(
    session: Session, lines: dict[Group, Line], me: Me, base: Sought, period: str, at: datetime
) -> None:
    for office, leader, source, in_time, begun, ended in session.exec(_ended(me, base, period, at)):
        line = lines[_group(office, leader, source)]
        line.figures[Standing.IN_TIME if in_time else Standing.DONE_LATE] += 1
        line.worked += _worked(local_day(begun), local_day(ended))


def _ended(me: Me, base: Sought, period: str, at: datetime) -> Any:
    """What was closed in the period, each once: whether in time, when it was given and reported."""
    in_time = _one_if(*matters.stands(Standing.IN_TIME, at))
    ended = _of(me, base, at, *BY, in_time, Assignment.begun_at, matters.ended_at())
    ended = ended.where(*matters.stands(Standing.DONE, at))
    return (
        ended.where(matters.within(col(Assignment.closed_at), spans.of_period(period))) if period else ended
    )


def _group(office: str, leader: UUID | None, source: Source | None) -> Group:
    return office, leader, source.value if source else BY_POST


def _of(me: Me, base: Sought, at: datetime, *columns: Any) -> Any:
    asked = matters.asked_for(me, base, at).order_by(None)
    began = asked.outerjoin(Initiation, col(Initiation.document_id) == Document.id)
    return began.with_only_columns(*columns)


def _folded(lines: dict[Group, Line], key: Callable[[Group], Any]) -> dict[Any, Line]:
    folded: dict[Any, Line] = {}
    for group, line in lines.items():
        into = folded.setdefault(key(group), Line())
        into.worked += line.worked
        for one in MEASURES:
            into.figures[one] += line.figures[one]
    return folded


def _months(session: Session, me: Me, base: Sought, at: datetime) -> list[Month]:
    def by_month(moment: Any, *counted: ColumnElement[int]) -> dict[str, list[int]]:
        asked = _of(me, base, at, _month_of(moment, periods), *counted).where(matters.within(moment, year))
        return {month: numbers for month, *numbers in session.exec(asked.group_by("month"))}

    periods = spans.months_to(at, MONTHS)
    year = spans.of_period(periods[0])[0], spans.of_period(periods[-1])[1]
    ended = [_sum(*matters.stands(one, at)) for one in (Standing.IN_TIME, Standing.DONE_LATE)]
    given, closed = by_month(Assignment.begun_at, func.count()), by_month(Assignment.closed_at, *ended)
    return [Month(one, *given.get(one, (0,)), *closed.get(one, (0, 0))) for one in periods]


def _month_of(moment: Any, periods: list[str]) -> ColumnElement[str]:
    begins = ((moment >= spans.of_period(one)[0], one) for one in reversed(periods))
    return case(*begins).label("month")


def _sum(*which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(_one_if(*which))


def _one_if(*which: ColumnElement[bool]) -> ColumnElement[int]:
    return case((and_(True, *which), 1), else_=0)


@cache
def _worked(first: date, last: date) -> int:
    return max(office_calendar().workdays_between(first, last), 0)
