"""日历订阅: a private address under which a calendar program reads what waits for its person and when it is due.

Whoever has the address needs no cookie; the database keeps a digest of it, so it is shown once.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, Session, col, delete, select

from config.language import _
from models import access, codes, delegations
from models.database import Table, moment
from models.document import Document
from models.errors import NotFound, NotNow
from models.inbox import Task, waiting_for
from models.made_here import NotOurs, must_be_ours
from models.people import Me, Person
from models.signins import HANDLE, digest

MOST = 5  # addresses a person
READS, WINDOW = 30, timedelta(minutes=10)
ENTRIES = 500  # more no calendar needs


class Feed(Table, table=True):
    """``reads`` since ``read_from``.  ``mac`` leaves them out: every reading moves them."""

    digest: str = Field(primary_key=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    since: datetime = moment()
    read_at: datetime | None = moment(default=None)
    read_from: datetime | None = moment(default=None)
    reads: int = 0
    mac: str = Field(default="", max_length=64)

    @property
    def code(self) -> str:
        return codes.chained("feed", self.digest, self.person_id.hex, codes.iso(self.since))

    @property
    def handle(self) -> str:
        return self.digest[:HANDLE]


class TooManyFeeds(NotNow):
    def __init__(self) -> None:
        super().__init__(_("日历订阅地址至多{most}个，请先停用一个。", most=MOST))


class ReadTooOften(NotNow):
    """``wait``: seconds until it may be read again."""

    def __init__(self, wait: int) -> None:
        super().__init__(_("日历读取过于频繁，请稍后再试。"))
        self.wait = wait


def begin(session: Session, person_id: UUID, *, at: datetime) -> str:
    """The secret word of a new address, to be shown this once.  Raises TooManyFeeds."""
    if len(of_person(session, person_id)) >= MOST:
        raise TooManyFeeds()
    word = secrets.token_urlsafe(32)
    row = Feed(digest=digest(word), person_id=person_id, since=at)
    row.mac = row.code
    session.add(row)
    return word


def of_person(session: Session, person_id: UUID) -> list[Feed]:
    """The newest first."""
    mine = select(Feed).where(Feed.person_id == person_id)
    return list(session.exec(mine.order_by(col(Feed.since).desc(), col(Feed.digest))))


def end(session: Session, person_id: UUID, handle: str) -> None:
    """One of somebody's own; once more changes nothing."""
    for one in of_person(session, person_id):
        if one.handle == handle:
            session.delete(one)


def end_all(session: Session, person_id: UUID) -> None:
    """The account was closed."""
    session.exec(delete(Feed).where(col(Feed.person_id) == person_id))


def reader(session: Session, word: str, *, at: datetime) -> Me:
    """Whose address it is, with what he or she may do now.  Raises NotFound."""
    row = session.get(Feed, digest(word))
    person = session.get(Person, row.person_id) if row else None
    if row is None or person is None or not person.active:
        raise NotFound()
    try:
        must_be_ours(row)
    except NotOurs:
        raise NotFound() from None
    return delegations.at_work(session, person, at)


def count(session: Session, word: str, *, at: datetime) -> None:
    """It is read once more.  Raises NotFound, ReadTooOften."""
    row = session.get(Feed, digest(word), with_for_update=True)
    if row is None:
        raise NotFound()
    if row.read_from is None or not timedelta(0) <= at - row.read_from < WINDOW:
        row.read_from, row.reads = at, 0
    if row.reads >= READS:
        raise ReadTooOften(int((row.read_from + WINDOW - at).total_seconds()) + 1)
    row.read_at, row.reads = at, row.reads + 1
    session.add(row)


def due(session: Session, me: Me) -> list[tuple[Task, Document]]:
    """What waits for somebody and is due some day, of documents that he or she may know of now."""
    known = access.visible_to(me).with_only_columns(col(Document.id)).correlate(None)
    waiting = (
        select(Task, Document)
        .join(Document, col(Document.id) == Task.document_id)
        .where(waiting_for(me), col(Task.due_at).is_not(None), col(Document.id).in_(known))
    )
    return list(session.exec(waiting.order_by(col(Task.due_at), col(Task.id)).limit(ENTRIES)))
