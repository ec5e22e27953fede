"""The sweep finds what should have happened, and owes nothing that is in hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, delete, select, update

from flows.sweep import KEPT, list_for_destruction, sweep
from gateways.clock import now
from models.database import reading, unit_of_work
from models.document import Document
from models.holdings import ArchiveEntry
from models.letters import Letter as Mail
from models.outbox import Errand, Topic
from models.prints import PrintJob
from models.stages import Stage
from models.tasks import Task
from models.values import ActionKind
from tests.mailing import at_once
from tests.office import Letter
from tests.personas import Cast


def owed(topic: Topic) -> list[UUID]:
    with reading() as session:
        open_ones = select(Errand.subject).where(Errand.topic == topic, col(Errand.done_at).is_(None))
        return sorted(session.exec(open_ones), key=str)


def swept(at_later: timedelta = timedelta(0)) -> None:
    with unit_of_work() as session:
        sweep(session, now() + at_later)


def forget_errands(topic: Topic) -> None:
    with unit_of_work() as session:
        session.exec(delete(Errand).where(col(Errand.topic) == topic))


def close_tasks() -> None:
    with unit_of_work() as session:
        session.exec(update(Task).values(closed_at=now()))


def over_is_the_term_of(letter: Letter) -> None:
    with unit_of_work() as session:
        session.get_one(ArchiveEntry, letter.id).keep_until = date(2020, 12, 31)


@pytest.fixture
def letter(cast: Cast, tmp_path: Path) -> Iterator[Letter]:
    with at_once(tmp_path):
        yield Letter(cast).arrives()


@pytest.fixture
def archived(cast: Cast) -> Letter:
    paperless = Letter(cast).arrives(on_paper=False)
    paperless.is_registered(action=ActionKind.READ)
    paperless.is_proposed(lead=None, leaders=[], readers=[cast.id("sun")], due_at=None)
    paperless.is_read("sun")
    paperless.is_filed()
    return paperless


def test_a_document_that_waits_for_somebody_is_left_alone(letter: Letter) -> None:
    swept()
    assert owed(Topic.ADVANCE) == []


def test_a_document_that_waits_for_nobody_is_found_once(letter: Letter) -> None:
    close_tasks()
    swept()
    swept()
    assert owed(Topic.ADVANCE) == [letter.id]


def test_a_document_that_is_at_rest_is_not_disturbed(letter: Letter) -> None:
    close_tasks()
    for stage in (Stage.ARCHIVED, Stage.DESTROYED, Stage.RETURNED):
        with unit_of_work() as session:
            session.get_one(Document, letter.id).stage = stage
        swept()
    assert owed(Topic.ADVANCE) == []


def test_a_form_without_an_errand_is_printed_after_all(letter: Letter) -> None:
    letter.is_registered()
    forget_errands(Topic.PRINT)
    swept()
    with reading() as session:
        assert owed(Topic.PRINT) == sorted(session.exec(select(PrintJob.id)), key=str)


def test_a_letter_without_an_errand_is_sent_after_all(letter: Letter) -> None:
    letter.is_registered()
    forget_errands(Topic.LETTER)
    swept()
    with reading() as session:
        assert owed(Topic.LETTER) == sorted(session.exec(select(Mail.id)), key=str)
    assert owed(Topic.LETTER)


def test_a_letter_that_had_nothing_left_to_say_stays_unsent(letter: Letter) -> None:
    letter.is_registered()
    forget_errands(Topic.LETTER)
    with unit_of_work() as session:
        session.exec(update(Mail).values(dropped_at=now()))
    swept()
    assert owed(Topic.LETTER) == []


def test_letters_and_forms_older_than_the_outbox_remembers_are_let_go(letter: Letter) -> None:
    letter.is_registered()
    forget_errands(Topic.LETTER)
    forget_errands(Topic.PRINT)
    swept(at_later=KEPT + timedelta(days=1))
    assert owed(Topic.LETTER) == owed(Topic.PRINT) == []


def test_a_destruction_order_that_waits_for_nobody_is_found(cast: Cast, archived: Letter) -> None:
    over_is_the_term_of(archived)
    order_id = archived.is_listed()
    swept()
    assert owed(Topic.ORDER) == []
    close_tasks()
    swept()
    assert owed(Topic.ORDER) == [order_id]


def test_the_terms_that_ended_are_appraised_once(archived: Letter) -> None:
    def listed() -> list[UUID]:
        with unit_of_work() as session:
            list_for_destruction(session, now())
        return owed(Topic.ADVANCE)

    assert listed() == []
    over_is_the_term_of(archived)
    assert listed() == [archived.id]
    archived.act(lambda *_: None)  # the clerk carries it
    assert archived.waits_for == [("appraise", "archivist")]
    assert listed() == []
    archived.is_listed()
    assert listed() == []
