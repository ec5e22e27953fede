"""催办: each task on each of its days once, nothing on a holiday, nothing after it is done."""

from datetime import UTC, date, datetime

from sqlmodel import select

from models.database import reading, unit_of_work
from models.letters import Letter, LetterKind
from models.people import Person
from models.reminders import remind
from models.tasks import Task, TaskKind
from models.workdays import due_on
from tests.office import Letter as Paper
from tests.personas import Cast

DUE = date(2026, 12, 4)  # a Friday


def test_the_department_is_reminded_before_on_and_after_the_day(cast: Cast) -> None:
    waits_until(cast, opened=date(2026, 11, 20))
    assert morning(2026, 11, 27) == []
    assert morning(2026, 12, 1) == ["zhao", "li"]  # three working days left
    assert morning(2026, 12, 1) == []  # once
    assert morning(2026, 12, 3) == ["zhao", "li"]
    assert morning(2026, 12, 4) == ["zhao", "li"]
    assert morning(2026, 12, 5) == []  # Saturday
    assert morning(2026, 12, 7) == ["zhao", "li"]  # one working day over


def test_after_a_stop_of_a_week_one_mail_is_sent_not_five(cast: Cast) -> None:
    waits_until(cast, opened=date(2026, 11, 20))
    assert morning(2026, 12, 9) == ["zhao", "li"]
    assert morning(2026, 12, 9) == []


def test_a_task_is_not_reminded_of_days_before_it_was_opened(cast: Cast) -> None:
    waits_until(cast, opened=date(2026, 12, 3))
    assert morning(2026, 12, 3) == []


def test_nobody_is_reminded_of_what_is_done(cast: Cast) -> None:
    waits_until(cast, opened=date(2026, 11, 20))
    with unit_of_work() as session:
        for task in session.exec(select(Task)):
            task.closed_at = datetime(2026, 11, 25, tzinfo=UTC)
    assert morning(2026, 12, 4) == []


def test_a_deadline_that_was_moved_is_reminded_of_anew(cast: Cast) -> None:
    waits_until(cast, opened=date(2026, 11, 20))
    assert morning(2026, 12, 4) == ["zhao", "li"]
    with unit_of_work() as session:
        for task in session.exec(select(Task).where(Task.due_at == due_on(DUE))):
            task.due_at = due_on(date(2026, 12, 11))
    assert morning(2026, 12, 7) == []
    assert morning(2026, 12, 8) == ["zhao", "li"]  # three working days left
    assert morning(2026, 12, 8) == []
    assert morning(2026, 12, 11) == ["zhao", "li"]


def waits_until(cast: Cast, *, opened: date) -> None:
    """The department owes something by Friday, and nothing else is open."""
    letter = Paper(cast).arrives()
    with unit_of_work() as session:
        for task in session.exec(select(Task)):
            task.closed_at = datetime(2026, 11, 20, tzinfo=UTC)
        session.add(
            Task(
                subject=letter.id,
                document_id=letter.id,
                kind=TaskKind.COMPLETE,
                hat="office:YWB",
                about=letter.id,
                opened_at=due_on(opened),
                due_at=due_on(DUE),
            )
        )


def morning(year: int, month: int, day: int) -> list[str]:
    """Half past eight in Shanghai: whom the reminders of this morning go to."""
    at = datetime(year, month, day, 0, 30, tzinfo=UTC)
    with unit_of_work() as session:
        remind(session, at)
    with reading() as session:
        written = (
            select(Person.uid).join(Letter).where(Letter.kind == LetterKind.REMIND, Letter.written_at == at)
        )
        told = list(session.exec(written))
    with unit_of_work() as session:
        for letter in session.exec(select(Letter).where(Letter.written_at == at)):
            letter.written_at = datetime(2000, 1, 1, tzinfo=UTC)
    return sorted(told, reverse=True)
