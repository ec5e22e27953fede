"""逾期: a signature owed too long is told to the office head, or passed over; silence is never consent."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from config.policy import policy
from flows import sweep
from gateways.clock import now
from models import asking
from models.database import unit_of_work
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.rounds import Seat
from models.tasks import Task, TaskKind
from tests.office import Letter, engine_runs
from tests.personas import Cast


def nobody_signs_for_a_month(letter: Letter) -> None:
    with unit_of_work() as session:
        for seat in session.exec(select(Seat).where(Seat.asked_at != None)):  # noqa: E711
            seat.asked_at = now() - timedelta(days=30)
        for task in session.exec(select(Task).where(Task.subject == letter.id, Task.kind == TaskKind.SIGN)):
            task.due_at = now() - timedelta(days=29)


def the_sweep_comes() -> None:
    with unit_of_work() as session:
        sweep.sweep(session, now())
    engine_runs()


def mails() -> list[str]:
    with unit_of_work() as session:
        sent = session.exec(select(Mail).where(Mail.kind == LetterKind.EXPIRED)).all()
        return [str(mail.document_id) for mail in sent]


@pytest.fixture
def letter(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


def test_the_office_head_is_told_once(letter: Letter) -> None:
    nobody_signs_for_a_month(letter)
    for _ in range(3):
        the_sweep_comes()
    assert letter.told.count("逾期处理") == 1
    assert mails() == [str(letter.id)]
    assert letter.waits_for == [("sign", "wang")], "told, and owed as before"


def test_where_the_policy_passes_over_it_is_skipped_and_never_taken_for_consent(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = policy().routing.expiry.model_copy(update={"then": "skip"})
    passes: Any = policy().model_copy(
        update={"routing": policy().routing.model_copy(update={"expiry": rule})}
    )
    monkeypatch.setattr(asking, "policy", lambda: passes)
    nobody_signs_for_a_month(letter)
    the_sweep_comes()
    assert letter.waits_for == [("sign", "zhou")]
    assert letter.seats == ["wang 逾期5个工作日未签", "zhou 待签"]
    nobody_signs_for_a_month(letter)
    the_sweep_comes()
    assert letter.waits_for == [("propose", "office-head")], "nobody signed, so nothing is approved"


def test_a_signature_in_time_is_left_alone(letter: Letter) -> None:
    the_sweep_comes()
    assert "逾期处理" not in letter.told
