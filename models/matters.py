"""督办台账: every matter that a department was given, how far it is and how it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from config.language import _, each
from config.policy import policy
from models import access, spans
from models.assignments import Assignment, Progress, counting
from models.dates import local_day
from models.document import Document
from models.errors import Malformed
from models.initiate import Initiation, Source
from models.people import Me
from models.workdays import office_calendar

BY_POST = "post"
SOURCES = (*(source.value for source in Source), BY_POST)
FIRST_WEEK, LAST_WEEK = date(2000, 1, 1), date(2099, 12, 24)


class Standing(StrEnum):
    """How matters are looked up."""

    OPEN = "open"
    WEEK = "week"
    LATE = "late"
    DONE = "done"
    IN_TIME = "in-time"
    DONE_LATE = "done-late"
    ALL = "all"

    @property
    def label(self) -> str:
        return STANDINGS[self]


STANDINGS = each(
    {
        Standing.OPEN: "在办",
        Standing.WEEK: "本周到期",
        Standing.LATE: "已超期",
        Standing.DONE: "已销号",
        Standing.IN_TIME: "按期办结",
        Standing.DONE_LATE: "超期办结",
        Standing.ALL: "全部",
    }
)
ENDED = (Standing.DONE, Standing.IN_TIME, Standing.DONE_LATE)


@dataclass(frozen=True)
class Sought:
    """Empty: whichever.  ``source``: one of SOURCES.  ``week``: any day of the week it is due in.

    ``period``: a year or a month, in which it was closed; of what is not asked for as closed, in which it was given.
    """

    standing: Standing = Standing.OPEN
    office: str = ""
    leader: UUID | None = None
    source: str = ""
    period: str = ""
    week: date | None = None


def asked_for(me: Me, sought: Sought, at: datetime) -> "Select[Assignment, Document]":
    """Of the documents that ``me`` may know of, those given to a department; what is due first comes first."""
    given = (
        select(Assignment, Document)
        .join(Document, col(Document.id) == Assignment.document_id)
        .where(access.is_seen_by(me), col(Assignment.leads), *counting())
        .where(*stands(sought.standing, at), *_narrowed(sought))
    )
    newest_first = sought.standing in ENDED
    order = col(Assignment.closed_at).desc() if newest_first else col(Assignment.due_at)
    return given.order_by(order, Assignment.number)


def count(session: Session, me: Me, sought: Sought, at: datetime) -> int:
    asked = asked_for(me, sought, at).with_only_columns(col(Assignment.id)).order_by(None).subquery()
    return session.exec(select(func.count()).select_from(asked)).one()


def how_far(session: Session, given: Sequence[UUID]) -> dict[UUID, int]:
    """Percent, as each department said last; 0 where it has said nothing."""
    told = select(Progress.assignment_id, Progress.percent).where(col(Progress.assignment_id).in_(given))
    return dict.fromkeys(given, 0) | dict(session.exec(told.order_by(col(Progress.at))).all())


def said_last(session: Session, given: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each department told last how far it is."""
    told = select(Progress.assignment_id, func.max(Progress.at)).where(col(Progress.assignment_id).in_(given))
    return dict(session.exec(told.group_by(col(Progress.assignment_id))).all())


def unheard(given: Assignment, document: Document, last: datetime | None, at: datetime) -> int:
    """Working days that nothing was heard of it, where the policy wants to hear sooner; else 0."""
    since = last or given.accepted_at
    if since is None or given.completed_at or given.closed_at or document.suspended_until:
        return 0
    days = office_calendar().workdays_between(local_day(since), local_day(at))
    return days if days > policy().deadlines.reporting else 0


def source_label(source: str) -> str:
    return _("来文") if source == BY_POST else Source(source).label


def ended_at() -> ColumnElement[datetime]:
    """When the lead department reported it done; of what was closed without a report, the closing."""
    return func.coalesce(col(Assignment.completed_at), col(Assignment.closed_at))


def stands(standing: Standing, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """For a query: the one meaning of every figure and of every list."""
    going, due = col(Assignment.closed_at).is_(None), col(Assignment.due_at)
    return {
        Standing.OPEN: (going,),
        Standing.WEEK: (going, due >= at, due < spans.of_week(local_day(at))[1]),
        Standing.LATE: (going, due < at),
        Standing.DONE: (~going,),
        Standing.IN_TIME: (~going, ended_at() <= due),
        Standing.DONE_LATE: (~going, ended_at() > due),
        Standing.ALL: (),
    }[standing]


def within(moment: ColumnElement[datetime] | Any, span: spans.Span) -> ColumnElement[bool]:
    return and_(moment >= span[0], moment < span[1])


def _narrowed(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.office:
        yield col(Assignment.office_code) == sought.office
    if sought.leader:
        yield col(Assignment.told_to) == sought.leader
    if sought.source:
        yield _came_from(sought.source)
    if sought.period:
        moment = col(Assignment.closed_at if sought.standing in ENDED else Assignment.begun_at)
        yield within(moment, spans.of_period(sought.period))
    if sought.week:
        if not FIRST_WEEK <= sought.week <= LAST_WEEK:
            raise Malformed(_("没有这一周。"), "week")
        yield within(col(Assignment.due_at), spans.of_week(sought.week))


def _came_from(source: str) -> ColumnElement[bool]:
    begun = exists().where(col(Initiation.document_id) == Document.id).correlate(Document)
    if source == BY_POST:
        return ~begun
    if source not in SOURCES:
        raise Malformed(_("没有这种来源。"), "source")
    return begun.where(col(Initiation.source) == Source(source))
