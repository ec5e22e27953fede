"""拟办规则的版本: each text of the rules, who wrote it, who released it, and from which day on it applies."""

from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy import Date, or_
from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from config.rules import Rules
from config.toml import written
from models import rule_text
from models.database import Table, moment
from models.document import Document, next_number
from models.errors import NotFound
from models.people import Me, Role
from models.values import local_day

READERS = {Role.OFFICE_HEAD, Role.SECRETARY, Role.LEADER}
FIRST = 1
SHIPPED = uuid5(NAMESPACE_URL, "jiyao:rules:1")
COUNTER = "rulebook"


class Rulebook(Table, table=True):
    """One text of the rules: a draft, and once released a version that nobody changes.

    number:    the version, given at the release, so there is no gap; None for a draft.
    based_on:  the version that it was written on.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    draft: int = Field(unique=True)
    number: int | None = Field(default=None, unique=True)
    text: str
    why: str = Field(max_length=500)
    based_on: int
    drafted_by: UUID | None = Field(default=None, foreign_key="person.id")
    drafted_at: datetime = moment()
    released_by: UUID | None = Field(default=None, foreign_key="person.id")
    released_at: datetime | None = moment(default=None)
    effective_from: date | None = Field(default=None, sa_type=Date)
    withdrawn_by: UUID | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = moment(default=None)

    @property
    def label(self) -> str:
        return _("第{number}版", number=self.number) if self.number else _("草案{draft}", draft=self.draft)

    @property
    def is_open(self) -> bool:
        return self.number is None and self.withdrawn_at is None

    @property
    def rules(self) -> Rules:
        return rule_text.parsed(self.text)


RELEASED = (
    select(Rulebook).where(col(Rulebook.number).is_not(None)).order_by(col(Rulebook.number).desc()).limit(1)
)


def must_read(me: Me) -> None:
    """Raises NotFound for whoever has nothing to do with the rules."""
    if not me.roles & READERS:
        raise NotFound()


def find(session: Session, book_id: UUID, me: Me, *, at: datetime, to_change: bool = False) -> Rulebook:
    """Raises NotFound for a text that is not there or not for this person."""
    must_read(me)
    query = select(Rulebook).where(Rulebook.id == book_id)
    found = session.exec(query.with_for_update() if to_change else query).one_or_none()
    if found is None and (book_id != SHIPPED or to_change):
        raise NotFound()
    return found or _shipped(at)


def books(session: Session, *, at: datetime) -> list[Rulebook]:
    """Every draft and version, the newest first."""
    return list(session.exec(select(Rulebook).order_by(col(Rulebook.draft).desc()))) or [_shipped(at)]


def open_draft(session: Session, *, to_change: bool = False) -> Rulebook | None:
    waiting = select(Rulebook).where(col(Rulebook.number).is_(None), col(Rulebook.withdrawn_at).is_(None))
    return session.exec(waiting.with_for_update() if to_change else waiting).one_or_none()


def last(session: Session, *, at: datetime) -> Rulebook:
    """The last one released, in force or not yet."""
    return session.exec(RELEASED).first() or _shipped(at)


def in_force(session: Session, *, at: datetime) -> Rulebook:
    """The version that applies today; before anything was written down, what policy.toml says."""
    return _begun(session, at) or _shipped(at)


def of(session: Session, document: Document, *, at: datetime) -> Rulebook:
    """The version a document started under; 0 is a paper from before there were versions."""
    return numbered(session, document.rules_version) or in_force(session, at=at)


def numbered(session: Session, number: int) -> Rulebook | None:
    return session.exec(select(Rulebook).where(Rulebook.number == number)).one_or_none()


def number_for(session: Session, *, at: datetime) -> int:
    """The version a document starts under.  The first ever is written down here, once, whoever comes first."""
    book = _begun(session, at) or _write_down(session, at)
    return book.number or FIRST


def _begun(session: Session, at: datetime) -> Rulebook | None:
    begun = or_(col(Rulebook.effective_from) <= local_day(at), col(Rulebook.number) == FIRST)
    return session.exec(RELEASED.where(begun)).first()


def _write_down(session: Session, at: datetime) -> Rulebook:
    """What policy.toml says becomes the first version; of two who come at once the second finds it there."""
    book = _shipped(at)
    book.draft = next_number(session, COUNTER)
    if session.exec(RELEASED).first() is None:
        session.add(book)
        session.flush()
    return last(session, at=at)


def _shipped(at: datetime) -> Rulebook:
    """Nobody drafted it and nobody released it: it came with the product."""
    return Rulebook(
        id=SHIPPED,
        draft=0,
        number=FIRST,
        text=written(policy().rules),
        why="随系统启用，出自 policy.toml",
        based_on=0,
        drafted_at=at,
        released_at=at,
        effective_from=local_day(at),
    )
