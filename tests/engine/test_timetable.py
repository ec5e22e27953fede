"""The timetable: every act once for its slot, late rather than never, and by one host at a time."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from flows import timetable
from flows.clock_watch import Watch
from flows.timetable import TIMETABLE, Rule
from gateways.clock import SHANGHAI
from models import leases
from models.cadence import daily, every
from models.database import reading, unit_of_work
from models.leases import Lease, Turn

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
LEASE = timedelta(minutes=15)


class Clock:
    """Stands still until it is told what time it is."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at.astimezone(UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, database: str) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(timetable, "now", stopped)
    monkeypatch.setattr(
        Watch, "believes", lambda watch, at: True
    )  # tests/engine/test_clock_watch.py has its own
    return stopped


class Diary:
    """An act that notes when it was done."""

    __name__ = "diary"

    def __init__(self) -> None:
        self.done: list[datetime] = []
        self.trouble: Exception | None = None

    def __call__(self, session: Session, at: datetime) -> None:
        if self.trouble:
            raise self.trouble
        self.done.append(at)


def at_half_past_seven(act: Diary) -> list[Rule]:
    return [Rule(act, daily(7, 30))]


def test_an_act_is_done_once_for_its_slot(clock: Clock) -> None:
    diary = Diary()
    for minute in range(5):
        clock.at = MORNING + timedelta(minutes=minute)
        timetable.tick(at_half_past_seven(diary))
    assert len(diary.done) == 1
    clock.at = MORNING + timedelta(days=1)
    timetable.tick(at_half_past_seven(diary))
    assert len(diary.done) == 2


def test_a_clock_that_jumps_back_repeats_nothing(clock: Clock) -> None:
    diary = Diary()
    timetable.tick(at_half_past_seven(diary))
    clock.at = MORNING - timedelta(hours=1)
    timetable.tick(at_half_past_seven(diary))
    assert len(diary.done) == 1


def test_what_was_missed_is_done_late_but_not_half_a_day_late(clock: Clock) -> None:
    diary = Diary()
    clock.at = MORNING.replace(hour=6)  # yesterday's half past seven is over
    timetable.tick(at_half_past_seven(diary))
    assert diary.done == []
    clock.at = MORNING.replace(hour=19)
    timetable.tick(at_half_past_seven(diary))
    assert len(diary.done) == 1


def test_an_act_that_fails_leaves_its_turn_and_the_others_alone(clock: Clock) -> None:
    bad, good = Diary(), Diary()
    bad.__name__, bad.trouble = "bad", ValueError("a title")
    rules = [*at_half_past_seven(bad), *at_half_past_seven(good)]
    timetable.tick(rules)
    assert len(good.done) == 1
    bad.trouble = None
    timetable.tick(rules)
    assert (len(bad.done), len(good.done)) == (1, 1)


def test_three_hosts_that_tick_together_do_it_once(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    diary, together = Diary(), Barrier(3)
    monkeypatch.setattr(timetable, "_on_duty", lambda at: True)  # as if the lease ran out under their hands

    def host() -> None:
        together.wait()
        timetable.tick(at_half_past_seven(diary))

    hosts = [Thread(target=host) for _ in range(3)]
    for one in hosts:
        one.start()
    for one in hosts:
        one.join()
    assert len(diary.done) == 1


def test_who_is_not_on_duty_does_nothing(clock: Clock) -> None:
    with unit_of_work() as session:
        leases.hold(session, "timetable", "elsewhere/clerk", at=clock(), lease=LEASE)
    diary = Diary()
    timetable.tick(at_half_past_seven(diary))
    assert diary.done == []
    clock.at = MORNING + LEASE + timedelta(seconds=1)
    timetable.tick(at_half_past_seven(diary))
    assert len(diary.done) == 1
    with reading() as session:
        assert session.get_one(Lease, "timetable").holder == timetable.HOLDER


@pytest.mark.usefixtures("database")
def test_a_duty_has_one_holder_until_it_runs_out() -> None:
    at = MORNING
    with unit_of_work() as session:
        assert leases.hold(session, "duty", "a", at=at, lease=LEASE)
        assert leases.hold(session, "duty", "a", at=at + LEASE / 2, lease=LEASE)
        assert not leases.hold(session, "duty", "b", at=at + LEASE, lease=LEASE)
        assert leases.hold(session, "duty", "b", at=at + 2 * LEASE, lease=LEASE)
        assert not leases.hold(session, "duty", "a", at=at + 2 * LEASE, lease=LEASE)


@pytest.mark.usefixtures("database")
def test_a_duty_taken_by_a_clock_that_was_set_back_since_is_free() -> None:
    at = MORNING
    with unit_of_work() as session:
        assert leases.hold(session, "duty", "a", at=at + timedelta(days=900), lease=LEASE)
        assert leases.hold(session, "duty", "b", at=at, lease=LEASE)
        assert not leases.hold(session, "duty", "c", at=at - LEASE / 2, lease=LEASE)  # its clock is slow


def test_slots_are_the_same_for_everybody() -> None:
    ten = every(lambda: 10)
    assert ten(MORNING + timedelta(minutes=9, seconds=59)) == MORNING
    assert ten(MORNING + timedelta(minutes=10)) == MORNING + timedelta(minutes=10)
    assert daily(7, 30)(MORNING) == MORNING.replace(hour=7, minute=30)
    assert daily(7, 30)(MORNING.replace(hour=7, minute=29)).day == MORNING.day - 1
    assert daily(0, 0)(datetime(2026, 11, 22, 16, 30, tzinfo=UTC)) == MORNING.replace(hour=0)


def test_old_turns_are_forgotten(clock: Clock) -> None:
    with unit_of_work() as session:
        leases.take_turn(session, "sweep", MORNING, at=MORNING - timedelta(days=31))
        leases.take_turn(session, "sweep", MORNING + timedelta(hours=1), at=MORNING)
        timetable.clear_away(session, MORNING)
    with reading() as session:
        assert [one.taken_at for one in session.exec(select(Turn))] == [MORNING]


def test_everything_on_the_timetable_runs_in_an_empty_house(clock: Clock) -> None:
    timetable.tick()
    with reading() as session:
        turns = {turn.rule for turn in session.exec(select(Turn))}
    assert turns == {
        rule.name for rule in TIMETABLE if rule.wanted() and rule.within >= clock() - rule.slot(clock())
    }
    assert {"sweep", "list_for_destruction"} <= turns
