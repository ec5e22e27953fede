"""存证: now and then the state of everything is signed, and the signed head leaves the house.

Whoever owns the database may put back an older one; he cannot take back what the auditor has already received.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, Session, col, func, select

from models import codes, heads, outbox
from models.audit import Event
from models.database import Table, moment
from models.document import Counter, Document
from models.heads import Head

OFTEN = timedelta(hours=1)
MANY = 1_000  # acts after which nobody waits for the hour
MOST = 5_000  # owners in one anchor, 30 MB of them; the others come with the next


class Tally(Table, table=True):
    """结存 (see tallies).  ``version`` grows with every act; ``anchored`` is the one that an anchor saw last."""

    __table_args__ = (
        Index(
            "ix_tally_news",
            "owner",
            sqlite_where=text("version > anchored"),
            postgresql_where=text("version > anchored"),
        ),
    )
    owner: UUID = Field(primary_key=True)
    version: int
    sums: str
    mac: str = Field(max_length=64)
    anchored: int = Field(default=0)


class Anchor(Table, table=True):
    """``head``: the signed line as it left the house (see heads)."""

    number: int = Field(primary_key=True)
    at: datetime = moment()
    head: str


class AnchorLine(Table, table=True):
    """What one anchor saw of one owner; ``line`` and ``seal`` of its ledger, where the owner is a document."""

    anchor: int = Field(foreign_key="anchor.number", primary_key=True)
    owner: UUID = Field(primary_key=True, index=True)
    version: int
    mac: str = Field(max_length=64)
    line: int = 0
    seal: str = Field(default="", max_length=64)


def make_if_due(session: Session, at: datetime) -> None:
    """Each hour, and when much happened; nothing where nothing happened."""
    last = newest(session)
    if last is None or at - last.at >= OFTEN or _news(session, last) >= MANY:
        make(session, at=at)


def make(session: Session, *, at: datetime, after: Head | None = None) -> Anchor | None:
    """One anchor over what changed since the last; None where nothing did.

    ``after``: the newest head that ever left the house, where a roll-back was accepted and the database knows it no more.
    """
    last = newest(session)
    if last and not after and not _news(session, last):
        return None
    known = heads.read(last.head) if last else None
    before = after or known
    lines = _lines(session, before.anchor + 1 if before else 1)
    head = _head(session, before, known.anchor if known else 0, lines, at)
    anchor = Anchor(number=head.anchor, at=at, head=heads.sign(head))
    session.add(anchor)
    session.flush()
    session.add_all(lines)
    outbox.owe(session, outbox.Topic.ANCHOR, UUID(int=anchor.number), at=at)
    return anchor


def newest(session: Session) -> Anchor | None:
    return session.exec(select(Anchor).order_by(col(Anchor.number).desc()).limit(1)).first()


def beyond(session: Session, number: int) -> list[Anchor]:
    """Those after ``number``, in their order."""
    return list(session.exec(select(Anchor).where(Anchor.number > number).order_by(col(Anchor.number))))


def as_told(line: AnchorLine) -> tuple[str, int, str, int, str]:
    return line.owner.hex, line.version, line.mac, line.line, line.seal


def _news(session: Session, last: Anchor) -> int:
    """How many acts no anchor has seen."""
    acts = select(func.coalesce(func.sum(Tally.version - Tally.anchored), 0)).where(
        col(Tally.version) > col(Tally.anchored)
    )
    lines = select(func.coalesce(func.max(Event.line), 0))
    return int(session.exec(acts).one()) + session.exec(lines).one() - heads.read(last.head).journal_line


def _lines(session: Session, number: int) -> list[AnchorLine]:
    """Whose tally is being written this moment comes with the next anchor."""
    changed = (
        select(Tally, Document.line, Document.seal)
        .join(Document, col(Document.id) == col(Tally.owner), isouter=True)
        .where(col(Tally.version) > col(Tally.anchored))
        .order_by(col(Tally.owner))
        .limit(MOST)
        .with_for_update(of=Tally, skip_locked=True)
    )
    lines = []
    for tally, line, seal in session.exec(changed).all():
        tally.anchored = tally.version
        lines.append(
            AnchorLine(
                anchor=number,
                owner=tally.owner,
                version=tally.version,
                mac=tally.mac,
                line=line or 0,
                seal=seal or "",
            )
        )
    return lines


def _head(session: Session, before: Head | None, follows: int, lines: list[AnchorLine], at: datetime) -> Head:
    event = session.exec(select(Event).order_by(col(Event.line).desc()).limit(1)).first()
    seen = [
        codes.iso(at),
        *([before.high_water] if before else []),
        *([codes.iso(event.at)] if event else []),
    ]
    return Head(
        anchor=before.anchor + 1 if before else 1,
        at=codes.iso(at),
        previous=before.digest if before else "",
        follows=follows,
        journal_line=event.line if event else 0,
        journal_mac=event.mac if event else "",
        counters={one.name: one.value for one in session.exec(select(Counter).order_by(Counter.name))},
        high_water=max(seen),
        lines=len(lines),
        lines_digest=heads.lines_digest(map(as_told, lines)),
    )
