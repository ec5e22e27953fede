"""台账: move() is the one door through which a document changes stage; every line is chained to the last."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Field, Session, col, func, select

from config.keys import audit_key
from models import inbox, outbox
from models.database import Table, moment, word
from models.document import Document, Suspended
from models.errors import DomainError, NotNow
from models.people import Me
from models.stages import AT_REST, BESIDE, REDIRECTS, TRANSITIONS, Move, Stage


class Entry(Table, table=True):
    """One line of a document's ledger.  ``by`` is None where the engine moved it."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    line: int = Field(primary_key=True)
    move: Move = word(Move)
    stage: Stage = word(Stage)
    by: UUID | None = Field(default=None, foreign_key="person.id")
    by_name: str = Field(max_length=90)
    at: datetime = moment()
    why: str = ""
    mac: str = Field(max_length=64)


class WrongStage(NotNow):
    def __init__(self, document: Document, to: Move) -> None:
        standing = document.stage.label if document.stage else "新件"
        super().__init__(f"{document.label}现为“{standing}”，不能{to.label}。")


class StaleVersion(NotNow):
    def __init__(self, document: Document) -> None:
        super().__init__(f"{document.label}在您打开之后已有新的办理记录，请核对最新情况后再办。")


class BrokenLedger(DomainError):
    """The ledger was changed from outside, or a line is missing."""


ENGINE = None  # what ``by`` says when nobody clicked


def move(
    session: Session,
    document: Document,
    to: Move,
    *,
    by: Me | None,
    at: datetime,
    why: str = "",
) -> Entry:
    """Check the table, move the document, write the line, and owe the engine a look.

    Raises WrongStage, and Suspended for what would carry on a case that rests.
    """
    if (document.stage, to) not in TRANSITIONS:
        raise WrongStage(document, to)
    if document.suspended_until and to not in AT_REST:
        raise Suspended(document, to.label)
    document.stage, document.line = TRANSITIONS[document.stage, to], document.line + 1
    entry = Entry(
        document_id=document.id,
        line=document.line,
        move=to,
        stage=document.stage,
        by=by.id if by else None,
        by_name=by.signs_as if by else "系统",
        at=at,
        why=why,
        mac="",
    )
    entry.mac = document.seal = seal(entry, document.seal)
    session.add_all([document, entry])
    if to in REDIRECTS:
        inbox.withdraw(session, document.id, at=at)
    if by is not ENGINE:
        outbox.owe(session, outbox.Topic.ADVANCE, document.id, at=at)
    return entry


def must_be_fresh(session: Session, document: Document, seen: int | None) -> None:
    """Raises StaleVersion when, since the form was made, more happened than others doing their part beside."""
    if seen is None or seen == document.line:
        return
    since = select(Entry.move).where(Entry.document_id == document.id, Entry.line > seen)
    if seen > document.line or set(session.exec(since)) - BESIDE:
        raise StaleVersion(document)


def lines_of(session: Session, document_id: UUID) -> list[Entry]:
    """The whole story, oldest first."""
    story = select(Entry).where(Entry.document_id == document_id).order_by(col(Entry.line))
    return list(session.exec(story))


def last(session: Session, document: Document) -> Entry:
    """The newest line."""
    return session.get_one(Entry, (document.id, document.line))


def since(session: Session, document: Document) -> datetime:
    """When the newest line was written: how long a document has stood as it stands."""
    return session.get_one(Entry, (document.id, document.line)).at


def when(session: Session, document_id: UUID, *told: Move) -> datetime | None:
    """When one of these moves was last told of a document."""
    return session.exec(
        select(func.max(Entry.at)).where(Entry.document_id == document_id, col(Entry.move).in_(told))
    ).one()


def replay(entries: Iterable[Entry]) -> Stage | None:
    """The stage that the lines lead to.  Raises BrokenLedger at the first line that cannot follow."""
    stage: Stage | None = None
    mac = ""
    for expected, entry in enumerate(entries, start=1):
        if entry.line != expected or (stage, entry.move) not in TRANSITIONS:
            raise BrokenLedger(f"台账第{expected}行缺失或不合流程。")
        stage = TRANSITIONS[stage, entry.move]
        if entry.stage != stage or not hmac.compare_digest(entry.mac, seal(entry, mac)):
            raise BrokenLedger(f"台账第{entry.line}行与校验码不符。")
        mac = entry.mac
    return stage


def verify(session: Session, document: Document) -> None:
    """Raises BrokenLedger unless the ledger is whole and leads to the document's stage, line and seal."""
    entries = lines_of(session, document.id)
    led = replay(entries), len(entries), entries[-1].mac if entries else ""
    if led != (document.stage, document.line, document.seal):
        raise BrokenLedger(f"{document.label}的台账与现状不符。")


def seal(entry: Entry, previous: str) -> str:
    """HMAC-SHA256 over the length-prefixed fields and the previous line's code."""
    fields = [
        previous,
        str(entry.document_id),
        str(entry.line),
        entry.move.value,
        entry.stage.value,
        str(entry.by or ""),
        entry.by_name,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.why,
    ]
    told = b"".join(len(field.encode()).to_bytes(4, "big") + field.encode() for field in fields)
    return hmac.new(audit_key(), told, hashlib.sha256).hexdigest()
