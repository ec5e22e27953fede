"""量度: what a watcher may know of the office: counts, ages and outcomes.  No number, no title, no person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from models import anchors, backups, clock_watch, engine_state
from models.audit import Event
from models.audit_words import Act
from models.document import Document
from models.inbox import Task
from models.leases import Turn
from models.letters import Letter

Values = dict[tuple[str, ...], float]


@dataclass(frozen=True)
class Measure:
    """One value for each combination of ``labels``.  The unit is in the name; an age that does not exist is left out."""

    name: str
    words: str
    labels: tuple[str, ...]
    values: Values


def measures(session: Session, at: datetime) -> Iterator[Measure]:
    yield from _errands(session, at)
    yield from _clerks(session, at)
    yield from _tasks(session, at)
    yield from _letters(session, at)
    yield from _proofs(session, at)
    yield from _copies(session, at)
    found = session.exec(select(col(Document.stage), func.count()).group_by(col(Document.stage)))
    stages: Values = {(stage.value,): float(count) for stage, count in found if stage}
    yield Measure("documents", "Documents by stage", ("stage",), stages)
    yield one("database_bytes", "Size of the product database", engine_state.database_bytes(session))
    doubted = clock_watch.in_doubt(session) is not None
    yield one("clock_doubted", "1 while the clock of the machine is not believed", doubted)


def one(name: str, words: str, value: float | None) -> Measure:
    return Measure(name, words, (), {} if value is None else {(): float(value)})


def _errands(session: Session, at: datetime) -> Iterator[Measure]:
    owed = engine_state.owed(session, at)
    counts: Values = {
        (topic.topic.value, state): float(getattr(topic, state))
        for topic in owed
        for state in ("due", "held", "failing", "later", "dead")
    }
    yield Measure("errands", "What is owed to the engine and the world", ("topic", "state"), counts)
    waiting: Values = {(o.topic.value,): _seconds(at, o.since) if o.since else 0.0 for o in owed}
    yield Measure("errands_oldest_due_seconds", "How long the oldest errand is due", ("topic",), waiting)
    done: Values = {(o.topic.value,): float(o.done_today) for o in owed}
    yield Measure("errands_done_today", "Errands done since midnight", ("topic",), done)


def _clerks(session: Session, at: datetime) -> Iterator[Measure]:
    heard: Values = {
        (who.removesuffix("/clerk"),): _seconds(at, when) for who, when in engine_state.pulses(session)
    }
    yield Measure("clerk_silent_seconds", "Since the clerk of a host was last heard", ("host",), heard)
    taken = session.exec(select(col(Turn.rule), func.max(Turn.taken_at)).group_by(col(Turn.rule)))
    ages: Values = {(rule,): _seconds(at, when) for rule, when in taken}
    yield Measure("rule_last_done_seconds", "Since a rule of the timetable was last done", ("rule",), ages)


def _tasks(session: Session, at: datetime) -> Iterator[Measure]:
    columns: list[Any] = [
        func.count(),
        func.count().filter(col(Task.due_at) < at),
        func.min(Task.opened_at),
    ]
    waiting = select(col(Task.kind), *columns).where(col(Task.closed_at).is_(None)).group_by(col(Task.kind))
    found = list(session.connection().execute(waiting))
    yield Measure("tasks_open", "What waits for somebody", ("kind",), {(r[0].value,): r[1] for r in found})
    yield Measure("tasks_overdue", "Of these past their day", ("kind",), {(r[0].value,): r[2] for r in found})
    ages: Values = {(row[0].value,): _seconds(at, row[3]) for row in found}
    yield Measure("tasks_oldest_seconds", "How long the oldest of them waits", ("kind",), ages)


def _letters(session: Session, at: datetime) -> Iterator[Measure]:
    today = engine_state.midnight(at)
    counts: Values = {}
    for outcome in ("sent", "dropped", "bounced"):
        when = col(getattr(Letter, f"{outcome}_at"))
        counts[outcome,] = float(session.exec(select(func.count()).where(when >= today)).one())
    yield Measure("letters_today", "Mails since midnight by how they ended", ("outcome",), counts)


def _proofs(session: Session, at: datetime) -> Iterator[Measure]:
    looks = select(Event).where(Event.act == Act.AUDIT_VERIFIED).order_by(col(Event.line).desc()).limit(1)
    last, anchor = session.exec(looks).first(), anchors.newest(session)
    age = _seconds(at, last.at) if last else None
    yield one("audit_verified_seconds", "Since the records were last verified", age)
    yield one("audit_verified_ok", "1 when the last look found nothing", last.ok if last else None)
    yield one("anchor_seconds", "Since the newest anchor", _seconds(at, anchor.at) if anchor else None)


def _copies(session: Session, at: datetime) -> Iterator[Measure]:
    newest = backups.newest(session)
    age = _seconds(at, newest.made_at) if newest else None
    yield one("backup_seconds", "Since the newest backup was made", age)
    yield one(
        "backup_overdue", "1 when what is old enough stands in no backup", backups.is_overdue(session, at=at)
    )


def _seconds(at: datetime, since: datetime) -> float:
    return max((at - since).total_seconds(), 0.0)
