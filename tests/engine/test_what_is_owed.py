"""The outbox: what is claimed, done, put off, given up, given back and taken over."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from config.policy import policy
from flows import errands
from gateways.clock import now
from gateways.errors import Permanent, Transient
from models import outbox
from models.database import reading, unit_of_work
from models.outbox import HAND_OVERS, WORLD, Errand, Topic

pytestmark = pytest.mark.usefixtures("database")
SECRET = "关于某某同志任职的通知"
GONE = OperationalError("SELECT 1", {}, Exception("the server closed the connection"))


def owe(topic: Topic, subject: UUID | None = None, due_in: int = 0) -> UUID:
    with unit_of_work() as session:
        return outbox.owe(session, topic, subject or uuid4(), at=now() + timedelta(seconds=due_in)).id


def row(errand_id: UUID) -> Errand:
    with reading() as session:
        return session.get_one(Errand, errand_id)


def stop_leases(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setattr(errands, "_lease", lambda: timedelta(seconds=seconds))


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The documents that were carried; carrying does nothing else here."""
    seen: list[UUID] = []
    monkeypatch.setitem(errands.HOW, Topic.ADVANCE, seen.append)
    return seen


def failing(*bad: UUID, error: Exception) -> Callable[[UUID], None]:
    def act(subject: UUID) -> None:
        if subject in bad:
            raise error

    return act


def no_database() -> None:
    raise GONE


def test_only_what_is_due_and_asked_for_is_claimed() -> None:
    first, second = owe(Topic.ADVANCE, due_in=-2), owe(Topic.ORDER, due_in=-1)
    owe(Topic.ADVANCE, due_in=60)
    owe(Topic.LETTER, due_in=-1)
    assert [one.id for one in errands.claim(HAND_OVERS, most=10)] == [first, second]
    assert errands.claim(HAND_OVERS, most=10) == []
    assert not errands.due(HAND_OVERS)
    assert errands.due(WORLD)


def test_a_claim_takes_no_more_than_it_may_and_the_oldest_first() -> None:
    owe(Topic.ADVANCE)
    oldest = owe(Topic.ADVANCE, due_in=-5)
    assert [one.id for one in errands.claim(HAND_OVERS, most=1)] == [oldest]


def test_clicks_that_came_together_are_answered_by_one_look(carried: list[UUID]) -> None:
    document = uuid4()
    ids = [owe(Topic.ADVANCE, document) for _ in range(3)]
    assert errands.do(errands.claim(HAND_OVERS, most=10)) == []
    assert carried == [document]
    assert all(row(one).done_at for one in ids)


def test_one_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = uuid4()
    ids = [owe(Topic.ADVANCE, subject) for subject in (uuid4(), bad, uuid4())]
    monkeypatch.setitem(errands.HOW, Topic.ADVANCE, failing(bad, error=ValueError(SECRET)))
    assert errands.do(errands.claim(HAND_OVERS, most=10)) == ["ValueError"]
    assert [row(one).done_at is not None for one in ids] == [True, False, True]
    assert row(ids[1]).error == "ValueError"
    assert row(ids[1]).due_at > now()
    assert not errands.due(HAND_OVERS)


def test_a_failure_is_told_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = owe(Topic.ADVANCE, bad := uuid4())
    monkeypatch.setitem(errands.HOW, Topic.ADVANCE, failing(bad, error=ValueError(SECRET)))
    errands.do(errands.claim(HAND_OVERS, most=10))
    assert str(one) in caplog.text
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_a_hand_over_is_never_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    one = owe(Topic.ADVANCE, bad := uuid4())
    with unit_of_work() as session:
        session.get_one(Errand, one).attempts = 10_000
    monkeypatch.setitem(errands.HOW, Topic.ADVANCE, failing(bad, error=Permanent("no")))
    errands.do(errands.claim(HAND_OVERS, most=1))
    assert row(one).dead_at is None
    assert row(one).due_at - now() <= timedelta(seconds=errands.LONGEST_PAUSE_SECONDS)


def test_a_mail_is_left_a_moment_to_the_run_it_came_of() -> None:
    letter = owe(Topic.LETTER)
    assert not errands.due(WORLD)
    assert errands.claim(WORLD, most=1) == []
    assert [one.id for one in errands.claim(WORLD, most=1, ahead=outbox.GRACE)] == [letter]


@pytest.mark.parametrize("attempt", [1, 2, 6])
def test_a_mail_waits_as_the_policy_says_and_dies_after_the_last(
    attempt: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = uuid4()
    one = owe(Topic.LETTER, letter, due_in=-1)
    with unit_of_work() as session:
        session.get_one(Errand, one).attempts = attempt - 1
    monkeypatch.setitem(errands.HOW, Topic.LETTER, failing(letter, error=Transient("smtp-451")))
    errands.do(errands.claim(WORLD, most=1))
    assert row(one).error == "smtp-451"
    assert (row(one).dead_at is not None) == (attempt >= policy().mail.attempts)
    wait = timedelta(minutes=policy().mail.wait_minutes(attempt))
    if attempt < policy().mail.attempts:
        assert wait - timedelta(seconds=5) < row(one).due_at - now() <= wait


def test_a_mail_nobody_will_ever_take_dies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = owe(Topic.LETTER, letter := uuid4(), due_in=-1)
    monkeypatch.setitem(errands.HOW, Topic.LETTER, failing(letter, error=Permanent("smtp-550")))
    errands.do(errands.claim(WORLD, most=1))
    assert row(one).dead_at
    assert errands.claim(WORLD, most=1) == []


def test_what_was_not_begun_is_owed_as_before(carried: list[UUID]) -> None:
    done, left = owe(Topic.ADVANCE, due_in=-1), owe(Topic.ADVANCE)
    taken = errands.claim(HAND_OVERS, most=10)
    errands.do(taken[:1])
    errands.give_back(taken)
    assert row(done).done_at
    assert row(left).attempts == 0
    assert errands.due(HAND_OVERS)


def test_what_could_not_be_given_back_is_when_somebody_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    one = owe(Topic.ADVANCE, due_in=-1)
    taken = errands.claim(HAND_OVERS, most=10)
    with monkeypatch.context() as away:
        away.setattr(errands, "unit_of_work", no_database)
        with pytest.raises(OperationalError):
            errands.give_back(taken)
    assert row(one).holder == errands.HOLDER
    assert errands.due(HAND_OVERS)
    assert (row(one).holder, row(one).attempts) == (None, 0)


def test_a_mail_waits_seconds_for_our_own_database_and_is_never_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = owe(Topic.LETTER, letter := uuid4(), due_in=-1)
    with unit_of_work() as session:
        session.get_one(Errand, one).attempts = policy().mail.attempts
    monkeypatch.setitem(errands.HOW, Topic.LETTER, failing(letter, error=GONE))
    errands.do(errands.claim(WORLD, most=1))
    assert row(one).dead_at is None
    assert row(one).due_at - now() <= timedelta(seconds=errands.LONGEST_PAUSE_SECONDS)


def test_nothing_is_begun_when_half_the_lease_is_over(
    carried: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = owe(Topic.ADVANCE)
    taken = errands.claim(HAND_OVERS, most=10)
    stop_leases(monkeypatch, 0)
    assert errands.do(taken) == []
    assert carried == []
    assert row(one).holder is None


def test_another_host_takes_over_when_the_lease_ran_out(monkeypatch: pytest.MonkeyPatch) -> None:
    one = owe(Topic.ADVANCE)
    stop_leases(monkeypatch, -1)
    mine = errands.claim(HAND_OVERS, most=1)
    monkeypatch.setattr(errands, "HOLDER", "elsewhere/clerk")
    assert [errand.id for errand in errands.claim(HAND_OVERS, most=1)] == [one]
    with unit_of_work() as session:  # the first comes back to life
        outbox.finish(session, [mine[0].id], "here/clerk", at=now())
    assert row(one).done_at is None


def test_the_next_clerk_of_a_host_takes_over_at_once() -> None:
    owe(Topic.ADVANCE)
    errands.claim(HAND_OVERS, most=1)
    assert not errands.due(HAND_OVERS)
    errands.take_over()
    assert errands.due(HAND_OVERS)


def test_only_one_run_at_a_time_deals_with_the_world() -> None:
    answers: list[bool] = []

    def somebody_else() -> None:
        with errands.at_the_window() as free:
            answers.append(free)

    with errands.at_the_window() as mine, errands.at_the_window() as again:
        other = Thread(target=somebody_else)
        other.start()
        other.join()
    assert (mine, again, answers) == (True, True, [False])


def test_what_was_done_is_forgotten_and_the_dead_stay() -> None:
    old, dead, new = owe(Topic.ADVANCE), owe(Topic.LETTER), owe(Topic.ADVANCE)
    at = now()
    with unit_of_work() as session:
        session.get_one(Errand, old).done_at = at - timedelta(days=31)
        session.get_one(Errand, dead).dead_at = at - timedelta(days=31)
        session.get_one(Errand, new).done_at = at
    with unit_of_work() as session:
        outbox.forget(session, before=at - timedelta(days=30))
    with reading() as session:
        assert {one.id for one in session.exec(select(Errand))} == {dead, new}
