"""安全审计: one journal of everything done beside the documents, every line chained to the one before."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, select

from config.language import _
from models import codes
from models.audit_words import Act
from models.database import Table, moment, word
from models.document import next_number
from models.people import Me, Person


class Event(Table, table=True):
    """One line of the journal.  ``about`` is an account, an opaque id or a setting's name, never a title.

    ``by`` is None where nobody was signed in; ``by_name`` then says what was known, for instance the engine.
    """

    line: int = Field(primary_key=True)
    at: datetime = moment(index=True)
    act: Act = word(Act)
    ok: bool = True
    by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    by_name: str = Field(max_length=90)
    about: str = Field(default="", max_length=120)
    why: str = ""
    address: str = Field(default="", max_length=45)
    mac: str = Field(max_length=64)


def record(
    session: Session,
    act: Act,
    *,
    by: Me | Person | None,
    at: datetime,
    about: str = "",
    why: str = "",
    ok: bool = True,
    address: str = "",
) -> Event:
    """Write one line in the caller's transaction: without the line there is no act.

    The counter's row is held until the transaction ends, so lines are written one after the other; write late.
    """
    line = next_number(session, "event")
    event = Event(
        line=line,
        at=at,
        act=act,
        ok=ok,
        by=by.id if by else None,
        by_name=by.name if by else _("系统"),
        about=about,
        why=why,
        address=address,
        mac="",
    )
    event.mac = seal(event, _mac_of(session, line - 1))
    session.add(event)
    session.flush()
    return event


def seal(event: Event, previous: str) -> str:
    """Over everything the line says, and the code of the line before."""
    who = (event.act.value, str(int(event.ok)), str(event.by or ""), event.by_name)
    what = (event.about, event.why, event.address)
    return codes.chained(previous, str(event.line), codes.iso(event.at), *who, *what)


def _mac_of(session: Session, line: int) -> str:
    return session.exec(select(Event.mac).where(Event.line == line)).one_or_none() or ""
