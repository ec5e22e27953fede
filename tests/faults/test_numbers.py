"""Eight processes take a hundred numbers each: no gap, no duplicate, on both databases."""

import multiprocessing
import os
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from models.database import engine, reading, unit_of_work
from models.document import Document, next_number
from models.people import Me
from models.register import Registration
from models.stages import Stage
from models.tasks import Task, TaskKind
from tests.office import Letter
from tests.personas import Cast

PROCESSES, EACH = 8, 100
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.faults


def test_eight_processes_register_a_hundred_letters_each(cast: Cast) -> None:
    lin = cast.lin
    letters = [_waiting(number) for number in range(PROCESSES * EACH)]
    engine().dispose()
    spawn = multiprocessing.get_context("spawn")
    crowd = [
        spawn.Process(target=register_all, args=(dict(os.environ), lin, letters[n::PROCESSES]))
        for n in range(PROCESSES)
    ]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join()
    assert [process.exitcode for process in crowd] == [0] * PROCESSES
    with reading() as session:
        taken = session.exec(select(Registration.sequence).order_by(col(Registration.sequence))).all()
    assert list(taken) == list(range(1, PROCESSES * EACH + 1))


def register_all(environment: dict[str, str], lin: Me, letters: list) -> None:
    """One process at its counter."""
    os.environ.update(environment)
    for letter in letters:
        paper = Letter(Cast(), letter)
        with unit_of_work() as session:
            paper.register_within(session, lin, doc_number=f"江卫〔2026〕{letter.int % 10**9}号")


def _waiting(number: int):
    """A received letter with its open task, without the ceremony."""
    with unit_of_work() as session:
        document = Document(
            serial=next_number(session, "document"), stage=Stage.RECEIVED, line=0, received_at=AT
        )
        session.add(document)
        session.flush()
        session.add(
            Task(
                subject=document.id,
                document_id=document.id,
                kind=TaskKind.REGISTER,
                hat="role:secretary",
                about=document.id,
                opened_at=AT,
            )
        )
        return document.id
