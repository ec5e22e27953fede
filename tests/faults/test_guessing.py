"""L8: ten thousand guesses from two processes at once; what is evaluated is what the policy allows, and no more."""

import multiprocessing
import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import Queue
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from config.policy import policy
from gateways import directory, passwords
from models import attempts, factors
from models.attempts import Locked
from models.database import engine, unit_of_work
from models.people import find_uid
from tests.personas import Cast
from tests.stepping_up import STEP, has_phone
from tests.test_sign_in import PASSWORD

PROCESSES, EACH = 2, 5_000
RULES = policy().sign_in
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.faults


def test_ten_thousand_passwords(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(
        time_cost=1, memory_cost=8, parallelism=1
    )  # the guesser's time is not what protects
    with unit_of_work() as session:
        lin = find_uid(session, "lin")
        assert lin
        lin.password = cheap.hash(PASSWORD)
    assert _crowd(_guess_passwords, cast.id("lin")) == RULES.failures
    for at, right in ((_until() - timedelta(seconds=1), False), (_until(), True)):
        monkeypatch.setattr("gateways.directory.now", lambda at=at: at)
        if right:
            assert directory.directory().check("lin", PASSWORD).uid == "lin"
        else:
            with pytest.raises(Locked):
                directory.directory().check("lin", PASSWORD)


def test_ten_thousand_codes(cast: Cast) -> None:
    phone, lin = has_phone(cast, "lin"), cast.id("lin")
    assert _crowd(_guess_codes, lin) == RULES.failures
    right = _until()
    with pytest.raises(Locked), unit_of_work() as session:
        attempts.count_code(session, lin, at=right - timedelta(seconds=1))
    shown = phone.shows(right)
    for fresh in (True, False, False):
        with unit_of_work() as session:
            attempts.count_code(session, lin, at=right)
            assert factors.accepts(session, lin, shown, at=right) is fresh, (
                "a half minute's code is good once"
            )
    with unit_of_work() as session:
        assert factors.accepts(session, lin, phone.shows(right + STEP), at=right + STEP)


def test_whoever_keeps_guessing_waits_longer_and_is_never_shut_out_for_good() -> None:
    pauses = [RULES.pause_minutes(number) for number in range(1, 200)]
    asked = [pause for pause in pauses if pause]
    assert asked[:3] == [RULES.lock_minutes, RULES.lock_minutes * 2, RULES.lock_minutes * 4]
    assert asked == sorted(asked)
    assert max(pauses) == RULES.longest_lock_minutes
    assert len(asked) == len(pauses) // RULES.failures


def _until() -> datetime:
    return AT + timedelta(minutes=RULES.lock_minutes)


def _crowd(guess: object, person: UUID) -> int:
    """How many of the guesses of all processes were evaluated."""
    engine().dispose()
    spawn = multiprocessing.get_context("spawn")
    made: Queue[int] = spawn.Queue()
    crowd = [
        spawn.Process(target=guess, args=(dict(os.environ), person, made))  # type: ignore[arg-type]
        for _ in range(PROCESSES)
    ]
    for process in crowd:
        process.start()
    evaluated = sum(made.get(timeout=300) for _ in crowd)
    for process in crowd:
        process.join()
    return evaluated


def _guess_passwords(environment: dict[str, str], _person: UUID, made: "Queue[int]") -> None:
    os.environ.update(environment)
    evaluated = 0
    directory.now = lambda: AT  # type: ignore[assignment]
    real = passwords.fits

    def counted(kept: str, password: str) -> bool:
        nonlocal evaluated
        evaluated += 1
        return real(kept, password)

    passwords.fits = counted
    for number in range(EACH):
        with suppress(Locked, directory.WrongPassword):
            directory.directory().check("lin", f"guess {number}")
    made.put(evaluated)


def _guess_codes(environment: dict[str, str], person: UUID, made: "Queue[int]") -> None:
    os.environ.update(environment)
    evaluated = 0
    for number in range(EACH):
        with suppress(Locked), unit_of_work() as session:
            attempts.count_code(session, person, at=AT)
            factors.accepts(session, person, f"{number:06}", at=AT)
            evaluated += 1
    made.put(evaluated)
