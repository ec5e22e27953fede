"""台账: move() is the one door through which a document changes stage; every line is chained to the last."""

import hmac
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, type_coerce
from sqlmodel import Field, Session, col, func, select

from config.language import _
from models import codes, inbox, outbox, sealed
from models.database import moment, word
from models.document import Document, Suspended
from models.errors import DomainError, NotNow
from models.people import Me
from models.sealed import Sealed
from models.sealing import MARK
from models.stages import AT_REST, BESIDE, REDIRECTS, TRANSITIONS, Move, Stage


class Entry(Sealed, table=True):
    """One line of a document's ledger.  ``by`` is None where the engine moved it.

    ``mac`` is made over what is stored, so whoever has no key can verify it, also when the key was erased.
    """

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    line: int = Field(primary_key=True)
    move: Move = word(Move)
    stage: Stage = word(Stage)
    by: UUID | None = Field(default=None, foreign_key="person.id")
    by_name: str = Field(max_length=90)
    at: datetime = moment(index=True)
    why: str = sealed.sealed(default="")
    mac: str = Field(max_length=64)

    def stays_clear(self) -> bool:
        """The number of the 清册 says where a document went, when nothing else says anything any more."""
        return self.move in LISTS


class WrongStage(NotNow):
    def __init__(self, document: Document, to: Move) -> None:
        standing = document.stage.label if document.stage else _("新件")
        super().__init__(
            _(
                "{document}现为“{standing}”，不能{to}。",
                document=document.label,
                standing=standing,
                to=to.label,
            )
        )


class StaleVersion(NotNow):
    def __init__(self, document: Document) -> None:
        super().__init__(
            _("{document}在您打开之后已有新的办理记录，请核对最新情况后再办。", document=document.label)
        )


class BrokenLedger(DomainError):
    """The ledger was changed from outside, or a line is missing."""


LISTS = {Move.LIST, Move.UNLIST, Move.DESTROY}
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
        by_name=by.signs_as if by else _("系统"),
        at=at,
        why=why,
        mac="",
    )
    sealed.keep(session, entry)
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


def told_in_clear(session: Session) -> int:
    """How many lines of before 0004 still say their reason in clear (decision 0010)."""
    stored = type_coerce(col(Entry.why), String)
    open_words = stored != "", stored.not_like(f"{MARK}%"), col(Entry.move).not_in(LISTS)
    return session.exec(select(func.count()).select_from(Entry).where(*open_words)).one()


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
            raise BrokenLedger(_("台账第{expected}行缺失或不合流程。", expected=expected))
        stage = TRANSITIONS[stage, entry.move]
        if entry.stage != stage or not hmac.compare_digest(entry.mac, seal(entry, mac)):
            raise BrokenLedger(_("台账第{line}行与校验码不符。", line=entry.line))
        mac = entry.mac
    return stage


def verify(session: Session, document: Document) -> None:
    """Raises BrokenLedger unless the ledger is whole and leads to the document's stage, line and seal."""
    entries = lines_of(session, document.id)
    led = replay(entries), len(entries), entries[-1].mac if entries else ""
    if led != (document.stage, document.line, document.seal):
        raise BrokenLedger(_("{document}的台账与现状不符。", document=document.label))


def seal(entry: Entry, previous: str) -> str:
    """Over everything the line says, its words as they are stored, and the code of the line before."""
    what = (str(entry.document_id), str(entry.line), entry.move.value, entry.stage.value)
    who = (str(entry.by or ""), entry.by_name)
    return codes.chained(previous, *what, *who, codes.iso(entry.at), sealed.raw_of(entry, "why"))
