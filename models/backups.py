"""备份: which copies of the house were made, where they lie, and when one was last tried."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import BigInteger
from sqlmodel import Field, Session, col, select

from config.policy import policy
from models import audit, letters
from models.audit import Event
from models.audit_words import Act
from models.database import Table, moment, word
from models.kinds import Labelled
from models.ledger import ENGINE, Entry
from models.letters import LetterKind
from models.people import Person, holders
from models.powers import Power, holders_of

SHOWN = 60


class Outcome(Labelled):
    """What the last look at a copy said."""

    WHOLE = "whole", "完整"
    WITHOUT = "without", "缺库存文件"
    WRONG = "wrong", "核对不符"


class Backup(Table, table=True):
    """``missing``: files that the house itself had lost when the copy was made.  ``removed_at``: by the rules."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80, index=True)
    place: str = Field(max_length=400)
    made_at: datetime = moment(index=True)
    size: int = Field(sa_type=BigInteger)
    digest: str = Field(max_length=64)
    documents: int
    files: int
    missing: int = 0
    outcome: Outcome | None = word(Outcome, default=None)
    verified_at: datetime | None = moment(default=None)
    removed_at: datetime | None = moment(default=None)


def note(session: Session, made: Backup) -> None:
    session.add(made)
    audit.record(session, Act.BACKUP_MADE, by=None, at=made.made_at, about=made.name)


def tried(session: Session, copy: Backup, outcome: Outcome, *, at: datetime) -> None:
    copy.outcome, copy.verified_at = outcome, at
    right = outcome is not Outcome.WRONG
    audit.record(session, Act.BACKUP_VERIFIED, by=None, at=at, about=copy.name, ok=right)


def drilled(session: Session, copy: Backup | None, outcome: Outcome, why: str, *, at: datetime) -> None:
    """What a 恢复演练 said; who keeps the copies hears where it was not good."""
    if copy:
        copy.outcome, copy.verified_at = outcome, at
    right, about = outcome is Outcome.WHOLE, copy.name if copy else ""
    audit.record(session, Act.BACKUP_DRILLED, by=ENGINE, at=at, about=about, why=why, ok=right)
    for person in [] if right else _keepers(session):
        letters.write(session, person, LetterKind.DRILL_FAILED, at=at)


def last_drill(session: Session) -> Event | None:
    drills = select(Event).where(Event.act == Act.BACKUP_DRILLED)
    return session.exec(drills.order_by(col(Event.line).desc()).limit(1)).first()


def failed_drill(session: Session) -> Event | None:
    """The last one, if it was not good and no good look at a copy came after it."""
    drill, tried = last_drill(session), last_tried(session)
    if drill is None or drill.ok:
        return None
    mended = tried and tried.outcome is Outcome.WHOLE and tried.verified_at and tried.verified_at > drill.at
    return None if mended else drill


def _keepers(session: Session) -> list[Person]:
    """Each once."""
    return list(
        {one.id: one for role in holders_of(Power.SEE_BACKUPS) for one in holders(session, role)}.values()
    )


def by_digest(session: Session, digest: str) -> Backup | None:
    return session.exec(select(Backup).where(Backup.digest == digest)).first()


def by_name(session: Session, name: str) -> Backup | None:
    return session.exec(select(Backup).where(Backup.name == name)).first()


def removed(session: Session, place: str, names: list[str], *, at: datetime) -> None:
    there = select(Backup).where(
        Backup.place == place, col(Backup.name).in_(names), col(Backup.removed_at).is_(None)
    )
    for one in session.exec(there):
        one.removed_at = at
        audit.record(session, Act.BACKUP_REMOVED, by=None, at=at, about=one.name)


def newest(session: Session) -> Backup | None:
    return session.exec(select(Backup).order_by(col(Backup.made_at).desc()).limit(1)).first()


def kept(session: Session) -> list[Backup]:
    """Those that no rule removed, newest first."""
    there = select(Backup).where(col(Backup.removed_at).is_(None))
    return list(session.exec(there.order_by(col(Backup.made_at).desc())))


def last_tried(session: Session) -> Backup | None:
    tried = select(Backup).where(col(Backup.verified_at).is_not(None))
    return session.exec(tried.order_by(col(Backup.verified_at).desc()).limit(1)).first()


def listed(session: Session) -> list[Backup]:
    """Newest first."""
    return list(session.exec(select(Backup).order_by(col(Backup.made_at).desc()).limit(SHOWN)))


def is_overdue(session: Session, *, at: datetime) -> bool:
    """Whether something is older than the policy allows and stands in no copy."""
    long_ago = at - timedelta(hours=policy().backup.hours)
    last = newest(session)
    if last:
        return last.made_at < long_ago
    first = session.exec(select(Entry.at).order_by(col(Entry.at)).limit(1)).first()
    return first is not None and first < long_ago
