"""A day of twenty documents on which the clerk is killed thirty times: nothing is lost, and nothing happens twice."""

import random
import sqlite3
import time
from collections import Counter
from contextlib import closing

import pytest
from sqlmodel import select

from config.settings import settings
from gateways.clock import now
from models.database import reading
from models.document import Document
from models.files import FileRole, StoredFile
from models.letters import Letter as Mail
from models.outbox import Errand
from models.prints import PrintJob
from models.stages import Stage
from models.tasks import Task
from tests import office
from tests.engine.machine import Machine, until
from tests.office import Letter
from tests.personas import Cast

pytestmark = [pytest.mark.engine, pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(900)]
KILLS, DOCUMENTS, ACTS_BETWEEN = 30, 20, 6

NEXT = {
    "register": lambda letter, _: letter.is_registered(),
    "propose": lambda letter, _: letter.is_proposed(),
    "sign": lambda letter, who: letter.is_signed(who),
    "accept": lambda letter, _: letter.is_accepted(),
    "complete": lambda letter, _: letter.is_completed(),
    "review": lambda letter, _: letter.is_closed(),
    "acknowledge": lambda letter, who: letter.is_acknowledged(who),
    "archive": lambda letter, _: letter.is_filed(),
}


def test_killed_at_any_instant(machine: Machine, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(20261122)
    monkeypatch.setattr(office, "engine_runs", lambda: None)
    letters = [Letter(people).arrives() for _ in range(DOCUMENTS)]
    for _ in range(KILLS):
        machine.starts_clerk()
        until(lambda: in_hand() or machine.waiting() == 0)
        time.sleep(dice.uniform(0, 0.5))
        machine.kills_clerk()
        dice.shuffle(letters)
        somebody_acts(letters)
    machine.starts_clerk()
    machine.comes_to_rest()
    while somebody_acts(letters):
        machine.comes_to_rest()
    assert {letter.stage for letter in letters} == {Stage.ARCHIVED}
    assert all(letter.ledger_holds() for letter in letters)
    nothing_lost_and_nothing_twice()


def in_hand() -> bool:
    """Whether the clerk has begun something."""
    with closing(sqlite3.connect(settings().database_url.removeprefix("sqlite:///"))) as look:
        held = look.execute("SELECT count(*) FROM errand WHERE holder IS NOT NULL AND done_at IS NULL")
        return bool(held.fetchone()[0])


def somebody_acts(letters: list[Letter]) -> int:
    """A few of the documents that wait for somebody are handled; how many."""
    waiting = [(letter, letter.waits_for[0]) for letter in letters if letter.waits_for][:ACTS_BETWEEN]
    for letter, (kind, who) in waiting:
        NEXT[kind](letter, who)
    return len(waiting)


def nothing_lost_and_nothing_twice() -> None:
    with reading() as session:
        tasks = Counter((t.subject, t.kind, t.hat, t.about) for t in session.exec(select(Task)))
        jobs = session.exec(select(PrintJob)).all()
        mails = session.exec(select(Mail)).all()
        errands = session.exec(select(Errand)).all()
        forms = session.exec(select(StoredFile).where(StoredFile.role == FileRole.FORM)).all()
        numbers = sorted(d.number or "" for d in session.exec(select(Document)))
    assert set(tasks.values()) == {1}
    assert all(job.printed_at for job in jobs)
    assert sorted(form.id for form in forms) == sorted(job.file_id for job in jobs if job.file_id)
    assert all(mail.sent_at or mail.dropped_at for mail in mails)
    assert not [one for one in errands if not one.done_at or one.dead_at]
    assert numbers == [f"{now().year}-普-{n:04}" for n in range(1, DOCUMENTS + 1)]
