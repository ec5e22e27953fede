"""筛选: what somebody looks for in a list of documents, and the conditions that narrow the list to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from config.policy import policy
from models.assignments import Assignment
from models.dates import local_day
from models.document import Document
from models.kinds import Labelled
from models.register import Registration
from models.stages import GOING, Stage
from models.values import Book, Level, Urgency
from models.workdays import due_on, office_calendar

UNFINISHED = (Stage.RECEIVED, *GOING)


class Due(Labelled):
    """How a deadline stands; ``soon`` is what the yellow lamp means."""

    LATE = "late", "已超期"
    TODAY = "today", "今日到期"
    SOON = "soon", "临近到期"
    OPEN = "open", "未定时限"


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed to.  A value that is none of the words offered narrows nothing."""

    q: str = ""
    stage: str = ""
    book: str = ""
    urgency: str = ""
    level: str = ""
    issuer: str = ""
    office: str = ""
    due: str = ""
    doc_number: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What is asked for, by name."""
        return {name: value for name, value in vars(self).items() if value}


def conditions(
    sought: Sought, due: Any, *, at: datetime, finished: bool = False
) -> list[ColumnElement[bool]]:
    """``due`` is the deadline that the list shows.  The words of ``q`` are the search index's.

    ``finished``: the list holds documents that are done with, too, and those have no deadline any more.
    """
    found: list[ColumnElement[bool]] = []
    if sought.stage in set(Stage):
        found.append(col(Document.stage) == Stage(sought.stage))
    if sought.urgency in set(Urgency):
        found.append(col(Document.urgency) == Urgency(sought.urgency))
    if sought.level in set(Level):
        found.append(col(Document.level) == Level(sought.level))
    if sought.issuer:
        found.append(col(Document.issuer).contains(sought.issuer, autoescape=True))
    if sought.doc_number:
        found.append(col(Document.doc_number).contains(sought.doc_number, autoescape=True))
    if sought.book in set(Book):
        entered = select(Registration.document_id).where(Registration.book == Book(sought.book))
        found.append(col(Document.id).in_(entered))
    if sought.office:
        found.append(_owed_by(sought.office))
    if sought.due in set(Due):
        found += until(Due(sought.due), due, at=at)
        found += [col(Document.stage).in_(UNFINISHED)] if finished else []
    return found


def until(how: Due, due: Any, *, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions on a deadline."""
    today = local_day(at)
    soon = office_calendar().add_workdays(today, policy().reminders.yellow_days)
    return {
        Due.LATE: [due < at],
        Due.TODAY: [due >= at, due <= due_on(today)],
        Due.SOON: [due >= at, due <= due_on(soon)],
        Due.OPEN: [due.is_(None)],
    }[how]


def _owed_by(office: str) -> ColumnElement[bool]:
    """A department leads or assists in it."""
    owed = select(Assignment.document_id).where(
        Assignment.office_code == office, col(Assignment.dropped_at).is_(None)
    )
    return col(Document.id).in_(owed)
