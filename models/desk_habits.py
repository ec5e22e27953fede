"""习惯: how somebody likes to work at the desk.  Nothing is decided by it."""

from uuid import UUID

from sqlmodel import Field, Session

from models.database import Table
from models.people import Me


class DeskHabit(Table, table=True):
    """``keys``: single keys act on the desk; whoever speaks to the machine or slips often turns them off (WCAG 2.1.4)."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    keys: bool = True


def keys_act(session: Session, me: Me) -> bool:
    habit = session.get(DeskHabit, me.id)
    return habit is None or habit.keys


def let_keys_act(session: Session, keys: bool, *, by: Me) -> DeskHabit:
    """快捷键 on or off, for this person everywhere."""
    habit = session.get(DeskHabit, by.id) or DeskHabit(person_id=by.id)
    habit.keys = keys
    session.add(habit)
    return habit
