"""值班: who holds a duty now, and which turns by the clock were taken.  Memory of the timetable, for all hosts."""

from datetime import datetime, timedelta

from sqlalchemy import TextClause, bindparam, text
from sqlmodel import Field, Session, col, delete

from models.database import Moment, Table, moment

PULSES = "pulse:"  # what the lease of a clerk's life is called
PULSE = timedelta(seconds=60)


class Lease(Table, table=True):
    """A duty that one process has at a time: ``holder`` keeps it until ``until``."""

    name: str = Field(primary_key=True, max_length=60)
    holder: str = Field(max_length=80)
    until: datetime = moment()


class Turn(Table, table=True):
    """One act by the clock at one slot.  The key is what makes it happen once."""

    rule: str = Field(primary_key=True, max_length=60)
    slot: datetime = moment(primary_key=True)
    taken_at: datetime = moment(index=True)


def _told(statement: str, *moments: str) -> TextClause:
    return text(statement).bindparams(*[bindparam(name, type_=Moment) for name in moments])


TAKE_LEASE = _told(
    "INSERT INTO lease (name, holder, until) VALUES (:name, :holder, :until) "
    "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until "
    "WHERE lease.holder = excluded.holder OR lease.until < :at OR lease.until > :believable",
    "until",
    "at",
    "believable",
)
TAKE_TURN = _told(
    "INSERT INTO turn (rule, slot, taken_at) VALUES (:rule, :slot, :at) ON CONFLICT (rule, slot) DO NOTHING",
    "slot",
    "at",
)


def hold(session: Session, name: str, holder: str, *, at: datetime, lease: timedelta) -> bool:
    """Take a duty or keep it; False while somebody else has it.

    Who has it for longer than two leases took it by a clock that was set back since.
    """
    told = {"name": name, "holder": holder, "until": at + lease, "at": at, "believable": at + 2 * lease}
    return session.connection().execute(TAKE_LEASE, told).rowcount == 1


def is_elsewhere(session: Session, name: str, holder: str, *, at: datetime) -> bool:
    """Whether somebody else has a duty now."""
    held = session.get(Lease, name)
    return held is not None and held.holder != holder and held.until > at


def beat(session: Session, holder: str, *, at: datetime) -> None:
    """A sign of life of a clerk; without the next one it is thought to be dead after PULSE."""
    hold(session, f"{PULSES}{holder[:50]}", holder, at=at, lease=PULSE)


def take_turn(session: Session, rule: str, slot: datetime, *, at: datetime) -> bool:
    """True for the first who asks.  Committed with the act itself, it is done exactly once."""
    told = {"rule": rule, "slot": slot, "at": at}
    return session.connection().execute(TAKE_TURN, told).rowcount == 1


def taken(session: Session, rule: str, slot: datetime) -> bool:
    return session.get(Turn, (rule, slot)) is not None


def forget_turns(session: Session, *, before: datetime) -> None:
    session.exec(delete(Turn).where(col(Turn.taken_at) < before))
