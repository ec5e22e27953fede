"""What Prefect is shown: one run for each act, opaque names, real states, codes instead of words."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select, text

from gateways.clock import now
from models import outbox, prints
from models.database import reading, unit_of_work
from models.document import Document
from models.outbox import WORLD, Errand, Topic
from models.tasks import Task
from tests import office
from tests.engine.machine import Machine, until
from tests.office import Letter
from tests.personas import Cast

pytestmark = [pytest.mark.engine, pytest.mark.timeout(240)]


def ended(machine: Machine, number: int) -> list[dict[str, Any]]:
    """The last ``number`` runs, once Prefect knows how they ended."""
    return until(
        lambda: len(runs := machine.runs()) >= number and all(run["end_time"] for run in runs) and runs
    )


def steps(machine: Machine, number: int) -> dict[str, str]:
    """Step → state, once Prefect has recorded that many."""
    found = until(lambda: len(steps := machine.steps()) >= number and steps)
    until(lambda: all(step["end_time"] for step in machine.steps()))
    return {step["name"]: step["state_name"] for step in machine.steps()} if found else {}


def subjects(topic: Topic) -> list[UUID]:
    with reading() as session:
        return list(session.exec(select(Errand.subject).where(Errand.topic == topic)))


def open_tasks() -> list[tuple[UUID, str]]:
    with reading() as session:
        return sorted((t.subject, t.kind.value) for t in session.exec(select(Task)) if t.closed_at is None)


def test_an_act_is_one_run_and_each_mail_and_form_is_a_step(at_work: Machine, people: Cast) -> None:
    letter = Letter(people).arrives()
    letter.is_registered()
    at_work.comes_to_rest()
    runs = ended(at_work, 2)
    assert [run["name"] for run in runs] == [f"advance-{letter.id}"] * 2
    assert {run["state_name"] for run in runs} == {"Completed"}
    assert steps(at_work, 3) == {
        **{f"print-{job}": "Completed" for job in subjects(Topic.PRINT)},
        **{f"send-{mail}": "Completed" for mail in subjects(Topic.LETTER)},
    }


def test_a_form_that_cannot_be_printed_fails_with_a_code_and_stops_nothing(
    at_work: Machine, people: Cast
) -> None:
    letter = Letter(people).arrives()
    with unit_of_work() as session:
        prints.ask(session, letter.id, "关于某某同志任职的通知", "register", at=now())
    (job,) = subjects(Topic.PRINT)
    letter.is_registered()
    at_work.comes_to_rest()
    found = until(lambda: (s := steps(at_work, 4)).get(f"print-{job}") == "Failed" and s)
    assert sorted(found.values()) == ["Completed", "Completed", "Completed", "Failed"]
    (failed,) = [step for step in at_work.steps() if step["state_name"] == "Failed"]
    assert failed["state"]["message"] == "Task run encountered an exception SafeError: NoSuchForm x1"
    with reading() as session:
        errand = session.exec(select(Errand).where(Errand.subject == job)).one()
    assert (errand.error, errand.done_at) == ("NoSuchForm", None)


def test_a_document_that_cannot_be_carried_stops_no_other(machine: Machine, people: Cast) -> None:
    office.engine_runs = lambda: None  # they come in while the clerk is away
    good, bad, late = (Letter(people).arrives() for _ in range(3))
    with unit_of_work() as session:
        session.connection().execute(
            text("UPDATE document SET stage = 'no-such-stage' WHERE id = :id"), {"id": bad.id.hex}
        )
    machine.starts_clerk()
    machine.hands_over()
    assert open_tasks() == sorted((one.id, "register") for one in (good, late))
    (run,) = ended(machine, 1)
    assert run["name"].startswith("advance-lot-")
    assert run["state"]["message"] == "Flow run encountered an exception: SafeError: ValueError x1"


def test_a_backlog_shares_the_price_of_a_run(machine: Machine, people: Cast) -> None:
    office.engine_runs = lambda: None
    letters = [Letter(people).arrives() for _ in range(150)]
    machine.starts_clerk()
    machine.hands_over()
    assert open_tasks() == sorted((one.id, "register") for one in letters)
    assert len(ended(machine, 2)) <= 4


def test_carrying_twice_changes_nothing(at_work: Machine, people: Cast) -> None:
    letter = Letter(people).arrives()
    letter.is_registered()
    at_work.comes_to_rest()
    before = (open_tasks(), letter.told, len(subjects(Topic.PRINT)), len(subjects(Topic.LETTER)))
    with unit_of_work() as session:
        for topic, subject in [(Topic.ADVANCE, letter.id), *((t, s) for t in WORLD for s in subjects(t))]:
            outbox.owe(session, topic, subject, at=now())
    at_work.comes_to_rest()
    assert letter.told == before[1]
    assert open_tasks() == before[0]
    assert (len(subjects(Topic.PRINT)), len(subjects(Topic.LETTER))) == (2 * before[2], 2 * before[3])


def test_what_is_not_there_any_more_is_no_trouble(at_work: Machine) -> None:
    with unit_of_work() as session:
        outbox.owe(session, Topic.ADVANCE, uuid4(), at=now())
        outbox.owe(session, Topic.ORDER, uuid4(), at=now())
    at_work.hands_over()
    with reading() as session:
        assert all(one.done_at and not one.error for one in session.exec(select(Errand)))


def test_prefect_is_not_believed(at_work: Machine, people: Cast) -> None:
    """Somebody who can reach its API records that a run completed; no document moves."""
    letter = Letter(people).arrives()
    before = letter.now
    (run,) = ended(at_work, 1)
    told = {"state": {"type": "COMPLETED", "name": "Destroyed"}, "force": True}
    at_work.tells(f"flow_runs/{run['id']}/set_state", told)
    at_work.comes_to_rest()
    with reading() as session:
        assert session.get_one(Document, letter.id) == before
