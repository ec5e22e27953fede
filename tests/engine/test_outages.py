"""Prefect away, Prefect's records deleted, the clerk killed: the office goes on, and nothing happens twice."""

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlmodel import select

from config.settings import settings
from gateways import engine
from gateways.clock import now
from models.database import reading
from models.document import Document
from models.files import FileRole, StoredFile
from models.outbox import Errand
from models.prints import PrintJob
from models.stages import Stage
from models.tasks import Task
from tests import letterbox, office
from tests.engine.machine import Machine, until
from tests.office import Letter
from tests.personas import Cast

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]
KILLS = 6


@pytest.fixture
def outage(at_work: Machine) -> Iterator[Machine]:
    """What a clerk still wants to tell a server that forgot everything must not disturb the next test."""
    yield at_work
    at_work.kills_clerk()
    if at_work.prefect and at_work.prefect.poll() is None:
        at_work.stops_prefect()


def test_while_prefect_is_away_clicks_are_answered_and_wait(
    outage: Machine, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Letter(people).arrives()
    outage.stops_prefect()
    monkeypatch.setattr(office, "engine_runs", lambda: None)
    number = first.is_registered()
    second = Letter(people).arrives()
    time.sleep(1)
    assert number.endswith("-普-0001")
    assert (first.waits_for, second.waits_for) == ([], [])
    standing = engine.state()
    assert (standing.up, standing.waiting) == (False, 2)
    assert "2件" in standing.notice
    until(lambda: _tried() == {0})  # what was begun as the server went is given back
    outage.starts_prefect()
    outage.hands_over()
    assert first.waits_for == [("propose", "office-head")]
    assert second.waits_for == [("register", "secretary")]
    assert until(lambda: engine.state().up)
    assert engine.state().notice == ""


def test_all_of_prefects_records_are_deleted_in_mid_day(
    outage: Machine, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = Letter(people).arrives()
    letter.is_registered()
    outage.loses_its_runs()
    with monkeypatch.context() as nobody_waits:
        nobody_waits.setattr(office, "engine_runs", lambda: None)
        letter.is_proposed()
    assert not engine.kept(settings())  # `jiyao up` sees it, and starts the server again
    outage.stops_prefect()
    outage.starts_prefect()
    assert engine.kept(settings())
    outage.hands_over()
    letter.is_signed("wang")
    letter.is_signed("zhou")
    assert letter.stage is Stage.CIRCULATED
    assert letter.ledger_holds()
    assert {run["name"] for run in outage.runs()} == {f"advance-{letter.id}"}


def test_told_to_stop_the_clerk_finishes_and_goes_quietly(at_work: Machine, people: Cast) -> None:
    letter = Letter(people).arrives()
    letter.is_registered()
    assert at_work.stops_clerk() == 0
    with reading() as session:
        assert not [one for one in session.exec(select(Errand)) if one.holder and not one.done_at]


def test_there_is_one_clerk_to_a_host(at_work: Machine, people: Cast) -> None:
    Letter(people).arrives()
    rival = Machine(at_work.logs)
    rival.starts_clerk()
    assert rival.clerk
    assert rival.clerk.wait(60) == 1


@pytest.mark.faults
def test_killed_at_any_instant_nothing_is_lost_and_nothing_twice(
    machine: Machine, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(20261122)
    monkeypatch.setattr(office, "engine_runs", lambda: None)
    letters = [Letter(people).arrives() for _ in range(20)]
    for _ in range(KILLS):
        machine.starts_clerk()
        until(lambda: "timetable" in _duties() or machine.waiting() == 0)
        time.sleep(dice.uniform(0, 2.5))
        machine.kills_clerk()
        _somebody_acts(letters)
    machine.starts_clerk()
    machine.hands_over()
    _somebody_acts(letters)
    machine.comes_to_rest()
    assert {letter.waits_for[0][0] for letter in letters} == {"propose"}
    assert all(letter.ledger_holds() for letter in letters)
    _nothing_twice()


def _tried() -> set[int]:
    with reading() as session:
        return {one.attempts for one in session.exec(select(Errand)) if not one.done_at}


def _duties() -> list[str]:
    with closing(sqlite3.connect(settings().database_url.removeprefix("sqlite:///"))) as look:
        return [name for (name,) in look.execute("SELECT name FROM lease")]


def _somebody_acts(letters: list[Letter]) -> None:
    """林晓梅 registers whatever has come to her inbox."""
    for letter in letters:
        if [kind for kind, _ in letter.waits_for] == ["register"]:
            letter.is_registered()


def _nothing_twice() -> None:
    with reading() as session:
        tasks = Counter((t.subject, t.kind, t.hat) for t in session.exec(select(Task)))
        jobs = session.exec(select(PrintJob)).all()
        forms = session.exec(select(StoredFile).where(StoredFile.role == FileRole.FORM)).all()
        numbers = [d.number for d in session.exec(select(Document))]
    assert set(tasks.values()) == {1}
    assert all(job.printed_at for job in jobs)
    assert len(forms) == len(jobs) == 2 * len(numbers)
    assert sorted(numbers) == [f"{now().year}-普-{n:04}" for n in range(1, len(numbers) + 1)]
    ids = [mail["Message-ID"] for mail in letterbox.mails()]
    assert len(ids) == len(set(ids))
