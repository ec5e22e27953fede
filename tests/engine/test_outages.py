"""Prefect away, Prefect's records deleted, the clerk told to stop: the office goes on."""

import time
from collections.abc import Iterator

import pytest
from sqlmodel import select

from config.settings import settings
from gateways import engine
from models.database import reading
from models.outbox import Errand
from models.stages import Stage
from tests import office
from tests.engine.machine import Machine, until
from tests.office import Letter
from tests.personas import Cast

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]


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
    runs = {run["name"] for run in outage.runs()}
    assert f"advance-{letter.id}" in runs
    assert runs <= _of_this_paper(), "a mail that was still owed when Prefect went is a run of its own"


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


def _of_this_paper() -> set[str]:
    """The names of all runs that the one paper of this house may have."""
    with reading() as session:
        return {f"advance-{errand.subject}" for errand in session.exec(select(Errand))}


def _tried() -> set[int]:
    with reading() as session:
        return {one.attempts for one in session.exec(select(Errand)) if not one.done_at}
