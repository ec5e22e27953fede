"""Signing in: the right password of a living account, and nothing else, whatever is typed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlmodel import select

from config.policy import policy
from gateways import directory, passwords
from gateways.clock import now
from gateways.directory import WrongPassword
from models import attempts
from models.attempts import Attempts, Locked
from models.database import reading, unit_of_work
from models.people import find_uid
from tests.personas import Cast

RIGHT, WRONG = "柳暗花明又一村 4-ever", "山重水复疑无路 4-ever"
AT = now()
RULES = policy().sign_in
PAUSE = timedelta(minutes=RULES.lock_minutes)


@pytest.fixture(autouse=True)
def account(cast: Cast) -> None:
    """林晓梅 has a password; 老周 has none yet."""
    with unit_of_work() as session:
        directory.set_password(find_uid(session, "lin"), RIGHT)


def signs_in(uid: str = "lin", password: str = RIGHT, at=AT) -> str | None:
    with patch("gateways.directory.now", return_value=at):
        try:
            return directory.directory().check(uid, password).uid
        except WrongPassword:
            return None


def fails(times: int, uid: str = "lin", at=AT) -> None:
    for _ in range(times):
        assert signs_in(uid, WRONG, at) is None


def kept_hash() -> str:
    with reading() as session:
        return find_uid(session, "lin").password


def tries() -> dict[str, int]:
    with reading() as session:
        return {one.name: one.number for one in session.exec(select(Attempts))}


def test_the_right_password_signs_in_and_a_wrong_one_does_not():
    assert signs_in() == "lin"
    assert signs_in(password=WRONG) is None
    assert signs_in(password=RIGHT + " ") is None
    assert signs_in(uid="nobody") is None


@pytest.mark.parametrize("uid", ["LIN", "Lin", " lin ", "ｌｉｎ", "ＬＩＮ", "lin\u3000"])
def test_every_spelling_of_a_name_is_one_account_with_one_count(uid):
    assert signs_in(uid) == "lin"
    fails(2, uid)
    fails(1, "lin")
    assert tries() == {"lin": 3}


def test_an_account_without_a_password_opens_for_nobody():
    assert all(signs_in("zhou", password) is None for password in ("", " ", RIGHT, "None", "\0"))


def test_a_closed_account_opens_for_nobody():
    with unit_of_work() as session:
        find_uid(session, "lin").active = False
    assert signs_in() is None


@pytest.mark.parametrize(
    ("uid", "password"),
    [
        *[("lin", bad) for bad in ("", " ", "\t\n", "\u3000", "\0", f"{RIGHT}\0", "\ud800", "x" * 257)],
        *[(bad, RIGHT) for bad in ("", " ", "\u2003", "\0", "lin\0", "\ud800", "x" * 257, "ﷺ" * 60)],
    ],
    ids=ascii,
)
def test_what_cannot_be_right_is_refused_before_any_work(monkeypatch, uid, password):
    monkeypatch.setattr(passwords, "fits", lambda *_: pytest.fail("hashed"))
    assert signs_in(uid, password) is None
    assert tries() == {}


@examples(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(uid=st.text(max_size=20), password=st.text(max_size=30))
def test_nothing_somebody_might_type_signs_in(uid, password):
    assert signs_in(uid, password) is None or (attempts.fold(uid), password) == ("lin", RIGHT)


def test_after_too_many_failures_even_the_right_password_waits():
    fails(RULES.failures)
    for at in (AT, AT + PAUSE - timedelta(seconds=1)):
        with pytest.raises(Locked, match="暂停登录"):
            signs_in(at=at)
    assert signs_in(at=AT + PAUSE) == "lin"
    assert tries() == {}


def test_the_pause_begins_with_the_last_failure():
    fails(RULES.failures - 1)
    last = AT + PAUSE - timedelta(minutes=1)
    fails(1, at=last)
    with pytest.raises(Locked):
        signs_in(at=last + PAUSE - timedelta(seconds=1))
    assert signs_in(at=last + PAUSE) == "lin"


def test_a_lock_cannot_be_kept_shut_by_knocking():
    fails(RULES.failures)
    for minute in range(RULES.lock_minutes):
        with pytest.raises(Locked):
            signs_in(password=WRONG, at=AT + timedelta(minutes=minute))
    assert signs_in(at=AT + PAUSE) == "lin"


def test_a_success_forgives_what_went_before():
    fails(RULES.failures - 1)
    assert signs_in() == "lin"
    fails(RULES.failures - 1)
    assert signs_in() == "lin"


def test_a_name_that_nobody_bears_is_locked_like_any_other():
    fails(RULES.failures, "nobody")
    with pytest.raises(Locked):
        signs_in("nobody")
    assert signs_in("lin") == "lin"


def test_many_guesses_at_once_are_counted_before_they_are_made(monkeypatch):
    made = []
    monkeypatch.setattr(passwords, "fits", lambda kept, password: made.append(password) and False)

    def guess(number: int) -> None:
        try:
            directory.directory().check("lin", f"guess number {number}")
        except (Locked, WrongPassword):
            return

    with ThreadPoolExecutor(8) as guessers:
        list(guessers.map(guess, range(40)))
    assert len(made) == RULES.failures


def test_old_tries_are_forgotten():
    fails(1, "nobody")
    fails(1, "lin", at=AT + PAUSE)
    assert tries() == {"lin": 1}


def test_an_unknown_name_costs_the_same_work(monkeypatch):
    work = []
    real = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, kept, typed: work.append(kept) or real(self, kept, typed)
    )
    for uid in ("lin", "zhou", "nobody"):
        assert signs_in(uid, WRONG) is None
    assert len(work) == 3
    assert len({kept.rpartition("$")[0].rpartition("$")[0] for kept in work}) == 1, "the same parameters"


def test_a_password_is_hashed_anew_when_more_work_is_asked_for(monkeypatch):
    with unit_of_work() as session:
        find_uid(session, "lin").password = PasswordHasher(time_cost=1, memory_cost=1024).hash(RIGHT)
    cheap = kept_hash()
    assert signs_in(password=WRONG) is None
    assert kept_hash() == cheap
    assert signs_in() == "lin"
    assert kept_hash() != cheap
    assert f"m={passwords.HASHER.memory_cost}" in kept_hash()
    assert signs_in() == "lin"


def test_a_damaged_hash_opens_for_nobody():
    with unit_of_work() as session:
        find_uid(session, "lin").password = "$argon2id$v=19$broken"
    assert signs_in() is None


def test_nothing_of_a_password_is_kept_in_clear():
    assert RIGHT not in kept_hash()
    assert kept_hash().startswith("$argon2id$")
