"""守时 (A9): a clock that runs back or leaps destroys nothing early; two of the 三员 are needed to accept it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from flows import clock_watch as counting
from flows import timetable
from flows.clock_watch import Watch
from flows.timetable import Rule
from gateways.clock import now
from models import audit, clock_watch, leases, outbox
from models.cadence import every
from models.clock_watch import ClockIsRight, Doubt, NotTwice
from models.database import reading, unit_of_work
from models.errors import NotNow
from models.leases import Lease, Turn
from models.letters import Letter, LetterKind
from models.outbox import Errand, Topic
from tests.lists import approves, is_listed, watches
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.untouched import untouched

A_TICK = timedelta(seconds=15)


class Machine:
    """A clerk's machine: real time passes, and its clock says what somebody made it say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str = "a/clerk") -> None:
        self.began, self.passed, self.off = now(), timedelta(), timedelta()
        self.name, self.watch = name, Watch(name)
        monkeypatch.setattr(counting, "since_power_on", lambda: self.passed.total_seconds())

    @property
    def says(self) -> datetime:
        return self.began + self.passed + self.off

    def goes_on(self, by: timedelta = A_TICK) -> bool:
        self.passed += by
        return self.watch.believes(self.says)

    def starts_again(self, after: timedelta) -> bool:
        self.watch = Watch(self.name)
        return self.goes_on(after)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Machine:
    clerk = Machine(monkeypatch)
    assert clerk.goes_on()
    return clerk


def journal() -> list[str]:
    with reading() as session:
        return [
            line.act.value for line in session.exec(select(audit.Event)) if line.act.value.startswith("clock")
        ]


def doubt() -> Doubt | None:
    with reading() as session:
        return clock_watch.in_doubt(session)


YEARS = timedelta(days=3652)


@pytest.mark.parametrize("leap", [-YEARS, -timedelta(days=366), -timedelta(minutes=11)])
@pytest.mark.parametrize("while_off", [True, False])
def test_a_clock_set_back_is_noticed_at_once_or_at_the_next_start(
    machine: Machine, leap: timedelta, while_off: bool
) -> None:
    machine.off = leap
    assert not (machine.starts_again(A_TICK) if while_off else machine.goes_on())
    assert doubt() is Doubt.BACK


@pytest.mark.parametrize("leap", [timedelta(minutes=11), timedelta(hours=1), timedelta(days=29), YEARS])
def test_a_clock_that_leaps_ahead_is_noticed_while_the_clerk_runs(machine: Machine, leap: timedelta) -> None:
    machine.off = leap
    assert not machine.goes_on()
    assert doubt() is Doubt.AHEAD


@pytest.mark.parametrize(
    ("after", "believed"),
    [(timedelta(hours=13), True), (timedelta(days=13), True), (timedelta(days=15), False), (YEARS, False)],
)
def test_a_machine_that_was_off_for_long_is_asked_what_day_it_is(
    machine: Machine, after: timedelta, believed: bool
) -> None:
    assert machine.starts_again(after) is believed


def test_time_that_really_passed_is_never_doubted(machine: Machine) -> None:
    machine.off = timedelta(minutes=9)  # the time server put it right
    assert all(machine.goes_on(step) for step in (A_TICK, timedelta(hours=9), timedelta(days=60)))
    assert journal() == []


def test_a_clock_put_right_is_believed_again_without_anybody(machine: Machine) -> None:
    machine.off = YEARS
    assert not machine.goes_on()
    assert not machine.goes_on(timedelta(hours=2))
    machine.off = timedelta()
    assert machine.goes_on()
    assert (doubt(), journal()) == (None, ["clock-held", "clock-right"])


def test_two_of_three_accept_and_no_one_twice(machine: Machine, cast: Cast) -> None:
    with untouched(), pytest.raises(ClockIsRight), unit_of_work() as session:
        clock_watch.accept(session, by=cast.gu, at=machine.says)
    machine.off = -YEARS
    assert not machine.goes_on()
    with unit_of_work() as session:
        assert not clock_watch.accept(session, by=cast.gu, at=machine.says)
    assert not machine.goes_on()
    with untouched(), pytest.raises(NotTwice, match="须由另一名管理员再确认一次"), unit_of_work() as session:
        clock_watch.accept(session, by=cast.gu, at=machine.says)
    with unit_of_work() as session:
        assert clock_watch.accept(session, by=cast.min, at=machine.says)
    assert machine.goes_on()
    assert machine.starts_again(timedelta(hours=1))
    assert journal() == ["clock-held", "clock-accepted", "clock-accepted"]


def test_the_three_are_written_to_once(machine: Machine, cast: Cast) -> None:
    machine.off = YEARS
    machine.goes_on()
    machine.goes_on()
    with reading() as session:
        told = session.exec(select(Letter.person_id).where(Letter.kind == LetterKind.CLOCK_HELD)).all()
    assert set(told) == {cast.id("gu"), cast.id("min"), cast.id("yan")}
    assert len(told) == 3


def test_what_lives_by_dates_waits_and_the_rest_goes_on(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    table = [
        Rule(_noting("remind", done), every(lambda: 1)),
        Rule(_noting("sweep", done), every(lambda: 1), dated=False),
    ]
    monkeypatch.setattr(timetable, "now", lambda: machine.says)
    monkeypatch.setattr(timetable, "WATCH", machine.watch)
    machine.off, machine.passed = YEARS, machine.passed + A_TICK
    timetable.tick(table)
    assert done == ["sweep"]
    machine.off, machine.passed = timedelta(), machine.passed + A_TICK
    timetable.tick(table)
    assert "remind" in done


@pytest.mark.parametrize("leap", [YEARS, timedelta(days=8), -YEARS])
def test_nothing_is_destroyed_early(machine: Machine, cast: Cast, leap: timedelta) -> None:
    order = is_listed(cast, old_paper(cast))
    approves(cast, order, at=machine.says)
    machine.off = leap
    with untouched(), pytest.raises(NotNow, match=r"销毁暂停|冷静期未满"):
        watches(cast, order, "sun", at=machine.says)  # before the clerk's next look
    machine.goes_on()
    with untouched(), pytest.raises(NotNow, match=r"销毁暂停|冷静期未满"):
        watches(cast, order, "sun", at=machine.says)


def test_of_two_machines_the_wrong_one_rests_and_the_three_hear_of_it_once(
    machine: Machine, cast: Cast
) -> None:
    other = Watch("b/clerk")
    assert other.believes(machine.says)
    machine.off = timedelta(days=5)
    for _look in range(4):
        assert not machine.goes_on()
        assert other.believes(machine.says - machine.off)
        assert doubt() is Doubt.AHEAD
    machine.off = timedelta()
    assert machine.goes_on()
    assert (doubt(), journal()) == (None, ["clock-held", "clock-right"])


def test_a_clerk_that_comes_anew_does_not_clear_a_leap_that_was_seen(machine: Machine) -> None:
    machine.off = timedelta(days=5)
    assert not machine.goes_on()
    assert not machine.starts_again(A_TICK)
    machine.off = timedelta()
    assert machine.starts_again(A_TICK)
    assert doubt() is None


def test_a_wrong_clock_leaves_the_duty_and_the_mails_to_another_clerk(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = [Rule(_noting("sweep", []), every(lambda: 1), dated=False)]
    monkeypatch.setattr(timetable, "now", lambda: machine.says)
    monkeypatch.setattr(timetable, "WATCH", machine.watch)
    machine.off, machine.passed = YEARS, machine.passed + A_TICK
    timetable.tick(table)
    with unit_of_work() as session:
        assert session.get(Lease, timetable.DUTY) is None
        (turn,) = session.exec(select(Turn)).all()
        assert not timetable.stands_aside()
        here = machine.says - machine.off
        assert leases.hold(session, timetable.DUTY, "b/clerk", at=here, lease=timedelta(minutes=15))
    assert turn.slot <= here
    assert timetable.stands_aside()
    machine.off = timedelta()
    timetable.tick(table)
    assert not timetable.stands_aside()


def test_what_was_owed_by_a_clock_that_ran_ahead_is_due_when_it_is_right(machine: Machine) -> None:
    machine.off = YEARS
    assert not machine.goes_on()
    with unit_of_work() as session:
        owed = outbox.owe(session, Topic.LETTER, UUID(int=1), at=machine.says).id
        later = outbox.owe(session, Topic.STAND_IN, UUID(int=2), at=machine.says).id
    machine.off = timedelta()
    assert machine.goes_on()
    with reading() as session:
        assert session.get_one(Errand, owed).due_at == machine.says
        assert session.get_one(Errand, later).due_at > machine.says + YEARS / 2


def _noting(name: str, done: list[str]) -> object:
    def act(session: object, at: datetime) -> None:
        done.append(name)

    act.__name__ = name
    return act
