"""引擎状态, from our own tables: what is owed, what was done today, who is alive, what the clock did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from config.language import each
from models import schedule
from models.dates import SHANGHAI
from models.leases import PULSE, PULSES, Lease, Turn
from models.outbox import Errand, Topic

TOPICS = each(
    {
        Topic.ADVANCE: "推进公文",
        Topic.ORDER: "推进销毁清册",
        Topic.STAND_IN: "替代人接办",
        Topic.PRINT: "打印表单",
        Topic.LETTER: "发邮件",
        Topic.ANCHOR: "审计存证",
        Topic.PROOF: "核对审计记录",
    }
)


LONG = timedelta(minutes=1)  # what waits longer is worth a colour


@dataclass(frozen=True)
class Owed:
    """Of one topic.  ``due`` and not done; of these ``held`` by a clerk now, and ``failing``: tried in vain so far.

    later:   waits for its time, or for the next try.
    dead:    given up; the mails among them stand on their own page.
    """

    topic: Topic
    due: int
    held: int
    failing: int
    later: int
    dead: int
    since: datetime | None
    done_today: int


@dataclass(frozen=True)
class Ticked:
    """One entry of the schedule; ``last`` is when it was done."""

    entry: schedule.Entry
    last: datetime | None
    next: datetime


def owed(session: Session, at: datetime) -> list[Owed]:
    """Of every topic, also where nothing is owed."""
    waits = col(Errand.done_at).is_(None) & col(Errand.dead_at).is_(None)
    due = waits & (col(Errand.due_at) <= at)
    columns: list[Any] = [
        func.count().filter(due),
        func.count().filter(waits, col(Errand.held_until) >= at),
        func.count().filter(waits, col(Errand.error) != ""),
        func.count().filter(waits, col(Errand.due_at) > at),
        func.count().filter(col(Errand.done_at).is_(None), col(Errand.dead_at).is_not(None)),
        func.min(Errand.due_at).filter(due),
        func.count().filter(col(Errand.done_at) >= midnight(at)),
    ]
    found = session.connection().execute(select(col(Errand.topic), *columns).group_by(col(Errand.topic)))
    told = {row[0]: Owed(*row) for row in found}
    return [told.get(topic) or Owed(topic, 0, 0, 0, 0, 0, None, 0) for topic in TOPICS]


def pulses(session: Session) -> list[tuple[str, datetime]]:
    """Every clerk that ever lived, and when it was last heard."""
    living = select(Lease).where(col(Lease.name).startswith(PULSES)).order_by(col(Lease.name))
    return [(one.holder, one.until - PULSE) for one in session.exec(living)]


def duties(session: Session, at: datetime) -> list[Lease]:
    """Who holds what now; the clerks' signs of life are no duties."""
    held = select(Lease).where(col(Lease.name).not_like(f"{PULSES}%"), col(Lease.until) > at)
    return list(session.exec(held.order_by(col(Lease.name))))


def ticked(session: Session, at: datetime, wanted: Callable[[schedule.Entry], bool]) -> list[Ticked]:
    """The schedule, in its own order."""
    found = session.exec(select(col(Turn.rule), func.max(Turn.taken_at)).group_by(col(Turn.rule)))
    last = dict(found.all())
    return [
        Ticked(entry, last.get(entry.rule), entry.cadence.next(at))
        for entry in schedule.SCHEDULE
        if wanted(entry)
    ]


def database_bytes(session: Session) -> int:
    if session.get_bind().dialect.name == "sqlite":
        size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        size = "SELECT pg_database_size(current_database())"
    return int(session.connection().execute(text(size)).scalar_one())


def mails_owed(told: list[Owed]) -> int:
    return sum(one.due + one.later for one in told if one.topic is Topic.LETTER)


def midnight(at: datetime) -> datetime:
    """The beginning of this day in Shanghai."""
    return at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


def is_alive(heard: datetime, at: datetime) -> bool:
    return at - heard <= PULSE
