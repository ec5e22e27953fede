"""审计记录: journal and ledgers as those read them who answer for them: who, when, what, about which number.

No title and no words of a paper stand here.  Whose records somebody may see stands in powers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    cast,
    false,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlmodel import Session, col, func
from sqlmodel import select as select_rows

from config.language import _
from models import powers
from models.audit import Event
from models.audit_words import ADMINISTRATION, Act
from models.document import Document
from models.ledger import Entry
from models.people import ADMINISTRATORS, Me, NotYourRole, Person, RoleGrant
from models.powers import JOURNALS, Power
from models.stages import Move

SOURCES = {"journal": _("日志"), "ledger": _("公文台账")}


@dataclass(frozen=True)
class Sought:
    """``who``: an account or a name; ``about``: what the act was about, a document by its number."""

    who: str = ""
    act: str = ""
    about: str = ""
    source: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Record:
    """One line.  ``number`` is its place in the journal or in the document's ledger."""

    at: datetime
    source: str
    number: int
    who: str
    act: str
    about: str
    ok: bool
    why: str
    address: str


def records(session: Session, me: Me, sought: Sought, *, offset: int = 0, limit: int) -> list[Record]:
    """Newest first.  Raises NotYourRole."""
    parts = [_newest(part.subquery()).limit(offset + limit).subquery() for part in _asked(me, sought)]
    both = union_all(*(select(part) for part in parts)).subquery()
    found = session.connection().execute(_newest(both).offset(offset).limit(limit))
    return [_record(row) for row in found]


def _newest(lines: Subquery) -> Select[Any]:
    return select(lines).order_by(lines.c.at.desc(), lines.c.source, lines.c.number.desc())


def count(session: Session, me: Me, sought: Sought, most: int) -> int:
    """Up to ``most``."""
    some = union_all(*_asked(me, sought)).limit(most).subquery()
    return int(session.connection().execute(select(func.count()).select_from(some)).scalar_one())


def may_see(me: Me) -> bool:
    return any(powers.has(me, one) for one in JOURNALS)


def last_verification(session: Session) -> Event | None:
    told = select_rows(Event).where(Event.act == Act.AUDIT_VERIFIED).order_by(col(Event.line).desc()).limit(1)
    return session.exec(told).first()


def _asked(me: Me, sought: Sought) -> Sequence[Select[Any]]:
    if not may_see(me):
        raise NotYourRole(powers.holders_of(*JOURNALS))
    told = {"journal": _journal(me, sought)}
    if powers.has(me, Power.READ_USERS_JOURNAL):
        told["ledger"] = _ledger(me, sought)
    return [part for source, part in told.items() if sought.source in ("", source)] or [
        told["journal"].where(false())
    ]


def _journal(me: Me, sought: Sought) -> Select[Any]:
    columns: tuple[Any, ...] = (
        col(Event.at).label("at"),
        literal("journal").label("source"),
        col(Event.line).label("number"),
        col(Event.by_name).label("who"),
        cast(Event.act, String).label("act"),
        col(Event.about).label("about"),
        col(Event.ok).label("ok"),
        col(Event.why).label("why"),
        col(Event.address).label("address"),
    )
    named = col(Event.about).contains(sought.about, autoescape=True) if sought.about else true()
    wanted = (_for(me), _by(Event, sought), _when(Event, sought), named)
    return _told(Event.act, Act, sought, select(*columns).where(*wanted))


def _ledger(me: Me, sought: Sought) -> Select[Any]:
    number = func.coalesce(Document.number, literal("未编号件 ") + cast(Document.serial, String))
    columns: tuple[Any, ...] = (
        col(Entry.at).label("at"),
        literal("ledger").label("source"),
        col(Entry.line).label("number"),
        col(Entry.by_name).label("who"),
        cast(Entry.move, String).label("act"),
        number.label("about"),
        true().label("ok"),
        literal("").label("why"),
        literal("").label("address"),
    )
    named = number.contains(sought.about, autoescape=True) if sought.about else true()
    asked = select(*columns).select_from(Entry).join(Document)
    wanted = (_by(Entry, sought), _when(Entry, sought), named)
    return _told(Entry.move, Move, sought, asked.where(*wanted))


def _for(me: Me) -> ColumnElement[bool]:
    """Ordinary people's, or the administrators' and whatever administers; to each what nobody signed in did."""
    kept = select(col(RoleGrant.person_id)).where(col(RoleGrant.role).in_(ADMINISTRATORS))
    seen = [col(Event.by).is_(None)]
    if powers.has(me, Power.READ_USERS_JOURNAL):
        seen.append(col(Event.by).not_in(kept))
    if powers.has(me, Power.READ_ADMINISTRATORS_JOURNAL):
        seen += [col(Event.by).in_(kept), col(Event.act).in_(ADMINISTRATION)]
    return or_(*seen)


def _by(table: type[Event] | type[Entry], sought: Sought) -> ColumnElement[bool]:
    if not sought.who:
        return true()
    account = select(col(Person.id)).where(col(Person.uid) == sought.who)
    return or_(col(table.by).in_(account), col(table.by_name).contains(sought.who, autoescape=True))


def _when(table: type[Event] | type[Entry], sought: Sought) -> ColumnElement[bool]:
    since = col(table.at) >= sought.since if sought.since else true()
    return since & (col(table.at) < sought.until if sought.until else true())


def _told(column: Any, words: type[Act] | type[Move], sought: Sought, asked: Select[Any]) -> Select[Any]:
    if not sought.act:
        return asked
    return asked.where(col(column) == words(sought.act) if sought.act in set(words) else false())


def _record(row: Any) -> Record:
    words: type[Act] | type[Move] = Act if row.source == "journal" else Move
    return Record(**dict(row._mapping) | {"act": words(row.act).label, "source": SOURCES[row.source]})
