"""早晨的邮件: a clock that is set by hand, a case with nothing open, and what the clerk does with the mails."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlmodel import col, select

from flows import letters as flow
from flows import timetable
from flows.clock_watch import Watch
from gateways.clock import SHANGHAI
from models import letters
from models.database import reading, unit_of_work
from models.letters import Letter, LetterKind
from models.outbox import Errand, Topic
from models.people import Person
from models.tasks import Task, TaskKind
from models.workdays import due_on
from tests.letterbox import mails
from tests.office import Letter as Paper
from tests.personas import Cast

MONDAY = date(2026, 11, 23)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


class Clock:
    """The hour it is, in the timetable and wherever mails leave."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = at(MONDAY, 9)
        monkeypatch.setattr(timetable, "now", self)
        monkeypatch.setattr(flow, "now", self)
        monkeypatch.setattr(
            Watch, "believes", lambda watch, at: True
        )  # tests/engine/test_clock_watch.py has its own

    def __call__(self) -> datetime:
        return self.at

    def morning(self, day: date) -> None:
        """The tick at half past eight, and whatever mails that owes; ticking again changes nothing."""
        self.at = at(day, 8, 30)
        rules = [rule for rule in timetable.TIMETABLE if rule.name == "morning_mail"]
        for _ in range(2):
            timetable.tick(rules)
        post(self.at)


def case_at_rest(cast: Cast) -> Paper:
    """A document that the department 医务部 knows, with nothing open on it."""
    paper = Paper(cast).arrives()
    paper.is_registered()
    paper.is_proposed()
    paper.is_signed("wang")
    paper.is_signed("zhou")
    with unit_of_work() as session:
        for task in session.exec(select(Task)):
            task.closed_at = at(MONDAY, 8)
        for letter in session.exec(select(Letter)):
            letter.dropped_at = at(MONDAY, 8)
    return paper


def post(moment: datetime) -> None:
    """What the clerk does with the mails that are owed, each once."""
    with unit_of_work() as session:
        owed = session.exec(select(Errand).where(Errand.topic == Topic.LETTER, Errand.done_at == None)).all()  # noqa: E711
        for errand in owed:
            errand.done_at = moment
    for errand in owed:
        flow.send(errand.subject)
    if owed:
        post(moment)


def waits(
    case: Paper, due: date, *, opened: datetime, hat: str = "office:YWB", about: UUID | None = None
) -> UUID:
    """Something is asked, and whom it concerns is told."""
    with unit_of_work() as session:
        task = Task(
            subject=case.id,
            document_id=case.id,
            kind=TaskKind.COMPLETE,
            hat=hat,
            about=about or UUID(int=due.toordinal() + opened.microsecond),
            opened_at=opened,
            due_at=due_on(due),
        )
        session.add(task)
        session.flush()
        letters.ask(session, [task], case.now, at=opened)
        return task.id


def held_up(clock: Clock, until: datetime) -> list[UUID]:
    """The digests that are owed, and did not leave before ``until``."""
    clock.at = until
    return [letter for letter, _due, _attempts in held(LetterKind.DIGEST)]


def held(kind: LetterKind) -> list[tuple[UUID, datetime, int]]:
    """Which letters wait, since or until when, and how often they were tried."""
    waiting = select(Letter.id, Errand.due_at, Errand.attempts).join(Errand, Errand.subject == Letter.id)
    with reading() as session:
        return list(
            session.exec(
                waiting.where(Letter.kind == kind, col(Errand.done_at).is_(None)).order_by(Letter.id)
            )
        )


def written_to(moment: datetime) -> list[str]:
    """Whom the mails went to that left at a moment."""
    with reading() as session:
        left = select(Person.uid).join(Letter).where(Letter.sent_at == moment, Letter.digest_id == None)  # noqa: E711
        return sorted(session.exec(left))


def subjects(uid: str) -> list[str]:
    return [str(mail["Subject"]) for mail in mails() if f"{uid}@" in str(mail["To"])]
