"""换钥: a new version of the master key, everything wrapped by it in small acts, and the old version's end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, select

from config.keys import make_master, remove_master
from config.policy import policy
from config.settings import settings
from models import audit, masters
from models.audit_words import Act
from models.authenticators import Authenticators
from models.database import unit_of_work
from models.errors import NotFound, NotNow
from models.keyring import ContentKeys
from models.masters import MasterKey

BATCH = 100  # keys in one transaction: the office waits for none of them longer than a moment
START = UUID(int=0)


class Kind(Protocol):
    """One kind of thing that the master key wraps."""

    name: str

    def under(self, session: Session) -> dict[int, int]:
        """How many are wrapped by each version."""
        ...

    def older(self, session: Session, version: int, after: UUID, most: int) -> list[UUID]:
        """The next ones that an older version than this wraps, in order."""
        ...

    def rewrap(self, session: Session, one: UUID, version: int) -> bool:
        """False when it does not open; True also when another act was faster."""
        ...


KINDS: tuple[Kind, ...] = (ContentKeys(), Authenticators())


class InForce(NotNow):
    def __init__(self, version: int) -> None:
        super().__init__(f"第{version}版主密钥正在使用，不能停用。请先运行 jiyao keys rotate。")


class StillWraps(NotNow):
    def __init__(self, version: int, left: int) -> None:
        super().__init__(
            f"还有{left}项由第{version}版主密钥保护，停用后再也打不开。请先运行 jiyao keys rotate。"
        )


@dataclass(frozen=True)
class Outcome:
    rewrapped: int
    unreadable: int


def wrapped_by(session: Session) -> dict[str, dict[int, int]]:
    """For every kind, how many each version wraps."""
    return {kind.name: kind.under(session) for kind in KINDS}


def left(session: Session) -> int:
    """How many wait for the version in force."""
    newest = masters.newest(session)
    return sum(
        many for kind in wrapped_by(session).values() for version, many in kind.items() if version < newest
    )


def begin(*, at: datetime) -> int:
    """The next version wraps from now on.  Its file is on the platter before anybody can be told to use it."""
    with unit_of_work() as session:
        masters.add(session, masters.FIRST, at=at)
        version = masters.newest(session) + 1
        make_master(settings(), version)
        if masters.add(session, version, at=at):
            audit.record(session, Act.MASTER_MADE, by=None, at=at, about=f"第{version}版")
    return version


def finish(*, at: datetime, done: Callable[[int], object] = lambda _many: None) -> Outcome:
    """Wrap what is left by the version in force.  Killed anywhere, it goes on where it stood when called again."""
    rewrapped = 0
    while (passed := _once(at, done)).rewrapped:
        rewrapped += passed.rewrapped
    return Outcome(rewrapped, passed.unreadable)


def retire(version: int, *, at: datetime) -> datetime:
    """Remove a version that wraps nothing; when its last copy in a backup has to be gone.

    Raises NotFound, InForce, StillWraps.  Killed before the file was removed, it does so when called again.
    """
    with unit_of_work() as session:
        held = select(MasterKey).where(MasterKey.version == version).with_for_update()
        row = session.exec(held).one_or_none()
        if row is None:
            raise NotFound()
        if version == masters.newest(session):
            raise InForce(version)
        if still := sum(kind.get(version, 0) for kind in wrapped_by(session).values()):
            raise StillWraps(version, still)
        if row.retired_at is None:
            row.retired_at = at
            session.add(row)
            audit.record(session, Act.MASTER_RETIRED, by=None, at=at, about=f"第{version}版")
    remove_master(settings(), version)
    return row.retired_at + timedelta(days=policy().destruction.key_backup_days)


def _once(at: datetime, done: Callable[[int], object]) -> Outcome:
    """One pass over everything; what came in behind its back is for the next."""
    rewrapped = unreadable = 0
    for kind in KINDS:
        after: UUID | None = START
        while after is not None:
            after, opened, broken = _batch(kind, after, at)
            rewrapped, unreadable = rewrapped + opened, unreadable + broken
            done(opened)
    return Outcome(rewrapped, unreadable)


def _batch(kind: Kind, after: UUID, at: datetime) -> tuple[UUID | None, int, int]:
    """Where the next one begins, how many were wrapped anew, how many do not open."""
    with unit_of_work() as session:
        version = masters.to_wrap(session, at=at)
        batch = kind.older(session, version, after, BATCH)
        opened = sum(kind.rewrap(session, one, version) for one in batch)
    return (batch[-1] if batch else None), opened, len(batch) - opened
