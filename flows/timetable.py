"""日程: everything that happens by the clock.  If it is not in TIMETABLE, it does not happen by itself."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import Session

from config.policy import policy
from flows.errands import HOLDER, code_of
from flows.sweep import KEPT, list_for_destruction, sweep
from gateways.clock import SHANGHAI, now
from models import leases, outbox
from models.database import reading, unit_of_work
from models.reminders import remind

TICK_SECONDS = 15
Slot = Callable[[datetime], datetime]
log = logging.getLogger("jiyao.timetable")


@dataclass(frozen=True)
class Rule:
    """``slot`` is the latest moment the act was due at; one missed for longer than ``within`` is let go."""

    act: Callable[[Session, datetime], None]
    slot: Slot
    within: timedelta = timedelta(hours=12)

    @property
    def name(self) -> str:
        return self.act.__name__


def every(minutes: Callable[[], int]) -> Slot:
    def slot(at: datetime) -> datetime:
        return datetime.fromtimestamp(at.timestamp() // (60 * minutes()) * 60 * minutes(), UTC)

    return slot


def daily(hour: int, minute: int) -> Slot:
    """By the wall clock in Shanghai."""

    def slot(at: datetime) -> datetime:
        today = datetime.combine(at.astimezone(SHANGHAI), time(hour, minute), SHANGHAI)
        return today if today <= at else today - timedelta(days=1)

    return slot


def daily_at_digest(at: datetime) -> datetime:
    return daily(policy().reminders.digest_hour, 30)(at)


def clear_away(session: Session, at: datetime) -> None:
    outbox.forget(session, before=at - KEPT)
    leases.forget_turns(session, before=at - KEPT)


TIMETABLE = [
    Rule(sweep, every(lambda: policy().leases.sweep_minutes)),  # what was lost is found
    Rule(clear_away, daily(3, 0)),  # what was done is forgotten after a month
    Rule(list_for_destruction, daily(7, 30)),  # before the archivist comes
    Rule(remind, daily_at_digest),  # before the morning meeting; rests on holidays
]


@contextmanager
def ticking() -> Iterator[None]:
    """APScheduler only ticks: what is due is in the tables, so a tick late or lost changes nothing."""
    clock = BackgroundScheduler(timezone=SHANGHAI)
    clock.add_job(tick, IntervalTrigger(seconds=TICK_SECONDS), next_run_time=now(), misfire_grace_time=None)
    clock.start()
    try:
        yield
    finally:
        clock.shutdown()


def tick(timetable: list[Rule] = TIMETABLE) -> None:
    """Do what is due, each rule in a transaction of its own, so that one that fails stops no other."""
    at = now()
    due = [rule for rule in timetable if _is_due(rule, at)]
    if not due or not _on_duty(at):
        return
    for rule in due:
        try:
            _take_turn(rule, at)
        except Exception as error:  # the next tick tries again
            log.error("%s: %s", rule.name, code_of(error))


def _is_due(rule: Rule, at: datetime) -> bool:
    slot = rule.slot(at)
    with reading() as session:
        return at - slot <= rule.within and not leases.taken(session, rule.name, slot)


def _on_duty(at: datetime) -> bool:
    lease = timedelta(seconds=policy().leases.timetable_seconds)
    with unit_of_work() as session:
        return leases.hold(session, "timetable", HOLDER, at=at, lease=lease)


def _take_turn(rule: Rule, at: datetime) -> None:
    """The turn and the act are one transaction: done once, or not at all."""
    with unit_of_work() as session:
        if leases.take_turn(session, rule.name, rule.slot(at), at=at):
            rule.act(session, at)
