"""日程: everything that happens by the clock.  If it is not in TIMETABLE, it does not happen by itself.

When it happens stands in models/schedule.py, which a page can read too.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import Session

from config.policy import policy
from flows.clock_watch import Watch
from flows.errands import HOLDER
from flows.mailbox import collect_mail
from flows.proof import verify_tonight
from flows.sweep import KEPT, list_for_destruction, sweep
from gateways import policy_watch
from gateways.backup.drill import any_copies, drill
from gateways.clock import SHANGHAI, now
from gateways.logs import code_of
from gateways.roster import has_a_directory, recheck, sync_nightly
from models import anchors, digests, first_run, leases, oblige, outbox, schedule
from models.cadence import Cadence
from models.database import reading, unit_of_work
from models.reminders import remind
from models.values import local_day
from models.workdays import office_calendar

TICK_SECONDS = 15
DUTY = "timetable"
WATCH = Watch(HOLDER)
log = logging.getLogger("jiyao.timetable")


@dataclass(frozen=True)
class Rule:
    """``slot`` is the latest moment the act was due at; one missed for longer than ``within`` is let go.

    ``wanted`` is asked first: what this installation does not have is never due.  What is ``dated`` waits
    while the clock cannot be believed.
    """

    act: Callable[[Session, datetime], None]
    slot: Cadence
    within: timedelta = timedelta(hours=12)
    wanted: Callable[[], bool] = lambda: True
    dated: bool = True

    @property
    def name(self) -> str:
        return self.act.__name__

    def take_turn(self, at: datetime) -> None:
        """The turn and the act are one transaction: done once, or not at all."""
        with unit_of_work() as session:
            if leases.take_turn(session, self.name, self.slot(at), at=at):
                self.act(session, at)


@dataclass(frozen=True)
class Outing(Rule):
    """It talks with the world: done with no transaction open; a turn that fails is over, the next one comes."""

    act: Callable[[datetime], None]  # type: ignore[assignment]

    def take_turn(self, at: datetime) -> None:
        with unit_of_work() as session:
            mine = leases.take_turn(session, self.name, self.slot(at), at=at)
        if mine:
            self.act(at)


def morning_mail(session: Session, at: datetime) -> None:
    """The reminders of the day, and then one mail to everybody for whom something waits."""
    if office_calendar().is_workday(local_day(at)):
        remind(session, at)
        digests.make(session, at)


def clear_away(session: Session, at: datetime) -> None:
    outbox.forget(session, before=at - KEPT)
    leases.forget_turns(session, before=at - KEPT)


def anchor(session: Session, at: datetime) -> None:
    anchors.make_if_due(session, at)


def hand_over(session: Session, at: datetime) -> None:
    first_run.finish_if_due(session, at)


def open_obligations(session: Session, at: datetime) -> None:
    oblige.open_due(session, at)


TIMETABLE = [
    Rule(sweep, schedule.SWEEP.cadence, dated=False),  # what was lost is found
    Rule(anchor, schedule.ANCHOR.cadence, dated=False),  # each hour, or when much happened
    Rule(verify_tonight, schedule.VERIFY.cadence, dated=False),  # is everything as it was signed for
    Rule(hand_over, schedule.HAND_OVER.cadence),  # set-up ends by itself
    Rule(clear_away, schedule.CLEAR_AWAY.cadence),  # what was done is forgotten after a month
    Rule(list_for_destruction, schedule.LIST_FOR_DESTRUCTION.cadence),  # before the archivist comes
    Rule(open_obligations, schedule.OPEN_OBLIGATIONS.cadence),  # what comes back every month
    Rule(morning_mail, schedule.MORNING_MAIL.cadence),  # before the morning meeting; rests on holidays
    Outing(
        drill, schedule.DRILL.cadence, timedelta(days=20), wanted=any_copies, dated=False
    ),  # is there a way back
    Outing(collect_mail, schedule.COLLECT_MAIL.cadence),  # bounces and replies
    Outing(sync_nightly, schedule.SYNC.cadence, wanted=has_a_directory, dated=False),  # its people
    Outing(recheck, schedule.RECHECK.cadence, wanted=has_a_directory, dated=False),  # who left it
]


@contextmanager
def ticking() -> Iterator[None]:
    """APScheduler only ticks: what is due is in the tables, so a tick late or lost changes nothing."""
    clock = BackgroundScheduler(timezone=SHANGHAI)
    clock.add_job(tick, IntervalTrigger(seconds=TICK_SECONDS), next_run_time=now(), misfire_grace_time=None)
    clock.add_job(beat, IntervalTrigger(seconds=TICK_SECONDS), next_run_time=now(), misfire_grace_time=None)
    clock.start()
    try:
        yield
    finally:
        clock.shutdown()


def beat() -> None:
    """A sign of life for the page about the engine."""
    try:
        with unit_of_work() as session:
            leases.beat(session, HOLDER, at=now())
    except Exception as error:  # the next one tells
        log.error("beat: %s", code_of(error))


def tick(timetable: list[Rule] = TIMETABLE) -> None:
    """Do what is due, each rule in a transaction of its own, so that one that fails stops no other.

    A clerk with a wrong clock does only what lives by no date, goes by its counter, and is not on duty.
    """
    policy_watch.WATCH.look_if_due()
    at = now()
    believed = WATCH.believes(at)
    at = at if believed else WATCH.reckoned or at
    due = [rule for rule in timetable if (believed or not rule.dated) and _is_due(rule, at)]
    if not due or (believed and not _on_duty(at)):
        return
    for rule in due:
        try:
            rule.take_turn(at)
        except Exception as error:  # the next tick tries again
            log.error("%s: %s", rule.name, code_of(error))


def stands_aside() -> bool:
    """With a wrong clock, while another clerk is on duty: what a mail says goes by the hour it leaves at."""
    if WATCH.reckoned is None or WATCH.right:
        return False
    with reading() as session:
        return leases.is_elsewhere(session, DUTY, HOLDER, at=WATCH.reckoned)


def _is_due(rule: Rule, at: datetime) -> bool:
    if not rule.wanted():
        return False
    slot = rule.slot(at)
    with reading() as session:
        return at - slot <= rule.within and not leases.taken(session, rule.name, slot)


def _on_duty(at: datetime) -> bool:
    lease = timedelta(seconds=policy().leases.timetable_seconds)
    with unit_of_work() as session:
        return leases.hold(session, DUTY, HOLDER, at=at, lease=lease)
