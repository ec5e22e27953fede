"""缓办: a case rests until a day; when it is taken up again, every deadline moves on by the office time it rested."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from models import assignments, ledger, subcases, tasks
from models.database import moment
from models.document import Document
from models.errors import Malformed, NotNow
from models.office_hours import in_words, office_hours
from models.people import Me, Role, to_role
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import Owed, TaskKind
from models.values import local_day, on_paper, words

STEERERS = (Role.SECRETARY, Role.OFFICE_HEAD)
# Waits whose day somebody set: resume() moves it.  The days of the others are counted from an act.
DATED = {TaskKind.RESUME, TaskKind.COMPLETE, TaskKind.ASSIST, TaskKind.ANSWER}


class Suspension(Sealed, table=True):
    """One rest of one case.  ``document.suspended_until`` says the same while it lasts."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    why: str = sealed()
    until: datetime = moment()
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    resumed_at: datetime | None = moment(default=None)
    resumed_by: UUID | None = Field(default=None, foreign_key="person.id")

    @property
    def stopped(self) -> timedelta:
        """The office time it took; nothing while it lasts."""
        return office_hours().between(self.at, self.resumed_at or self.at)


class NotSuspended(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此件没有缓办，不必恢复。"))


def suspend(
    session: Session, document: Document, until: datetime, why: str, *, by: Me, at: datetime
) -> Suspension:
    """缓办.  Raises NotYourRole, Malformed; Suspended where it rests already."""
    by.must_be(*STEERERS)
    if until <= at:
        raise Malformed(_("缓办期限应晚于现在。"), "until")
    rest = Suspension(
        document_id=document.id, why=words(why, 500, "缓办理由", field="words"), until=until, by=by.id, at=at
    )
    ledger.move(session, document, Move.SUSPEND, by=by, at=at, why=f"至{on_paper(until)}")
    document.suspended_until = until
    session.add_all([rest, document])
    return rest


def resume(session: Session, document: Document, *, by: Me, at: datetime) -> Suspension:
    """恢复办理: what was owed is owed again, later by the office time it rested.

    Raises NotYourRole, NotSuspended.
    """
    by.must_be(*STEERERS)
    for task in tasks.open_tasks(session, document.id):
        if task.kind is TaskKind.RESUME:
            tasks.close(session, task, by, at=at)
    rest = end(session, document, by=by, at=at)
    if rest is None:
        raise NotSuspended()
    later = partial(office_hours().after, worked=rest.stopped)
    document.due_at = later(document.due_at) if document.due_at else None
    assignments.put_off(session, document, later)
    subcases.put_off(session, document.id, later)
    ledger.move(session, document, Move.RESUME, by=by, at=at, why=f"停表{in_words(rest.stopped)}（上班时间）")
    return rest


def end(session: Session, document: Document, *, by: Me, at: datetime) -> Suspension | None:
    """The rest is over, however; None where there was none."""
    rest = next((one for one in suspensions(session, document.id) if one.resumed_at is None), None)
    if rest:
        rest.resumed_at, rest.resumed_by, document.suspended_until = at, by.id, None
        session.add_all([rest, document])
    return rest


def suspensions(session: Session, document_id: UUID) -> list[Suspension]:
    """Oldest first."""
    rests = select(Suspension).where(Suspension.document_id == document_id)
    return list(session.exec(rests.order_by(col(Suspension.at))))


def owed(document: Document) -> list[Owed]:
    """While a case rests, one thing alone is owed: that somebody takes it up again."""
    return [Owed(TaskKind.RESUME, to_role(Role.SECRETARY), document.id, document.suspended_until)]


def put_off(session: Session, document: Document, owed: list[Owed], *, at: datetime) -> list[Owed]:
    """A deadline that is counted from some act, and passed before the case was taken up again, moves on too."""
    if not any(_passed(one, at) for one in owed):
        return owed
    rests = [rest for rest in suspensions(session, document.id) if rest.resumed_at]
    return [replace(one, due_at=_after(one, rests)) for one in owed]


def _passed(one: Owed, at: datetime) -> bool:
    return one.kind not in DATED and one.due_at is not None and local_day(one.due_at) < local_day(at)


def _after(one: Owed, rests: Iterable[Suspension]) -> datetime | None:
    due = one.due_at
    for rest in rests:
        if due and rest.resumed_at and _passed(replace(one, due_at=due), rest.resumed_at):
            due = office_hours().after(due, rest.stopped)
    return due
