"""试登: how often somebody tried to sign in under a name.  A try is counted before it is made."""

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import bindparam, text
from sqlmodel import Field, Session, col, delete, select

from config.policy import policy
from models.database import Moment, Table, moment
from models.errors import NotNow
from models.values import to_the_minute


class Attempts(Table, table=True):
    """Failed tries under one name, whether or not anybody bears it."""

    name: str = Field(primary_key=True, max_length=64)
    number: int
    last_at: datetime = moment(index=True)


class Locked(NotNow):
    def __init__(self, until: datetime) -> None:
        super().__init__(f"连续多次登录失败，此账号暂停登录，请在{to_the_minute(until)}之后再试。")
        self.until = until


def count(session: Session, name: str, *, at: datetime) -> None:
    """One more try.  Raises Locked after too many; a locked-out try is not counted, so every lock ends."""
    rules, pause = policy().sign_in, timedelta(minutes=policy().sign_in.lock_minutes)
    session.exec(delete(Attempts).where(col(Attempts.last_at) <= at - pause))
    tries = _of(session, name, at)
    if tries.number >= rules.failures:
        raise Locked(tries.last_at + pause)
    tries.number, tries.last_at = tries.number + 1, at
    session.add(tries)


def forgive(session: Session, name: str) -> None:
    """The right password came, or an administrator said so."""
    session.exec(delete(Attempts).where(col(Attempts.name) == name))


def fold(uid: str) -> str:
    """One spelling for ``LIN``, ``ｌｉｎ`` and a name with spaces: how it is counted, stored and looked up."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", uid).casefold()).strip()


def _of(session: Session, name: str, at: datetime) -> Attempts:
    """The row of a name, held until the transaction ends, so that tries at the same time queue up."""
    keep = text(
        "INSERT INTO attempts (name, number, last_at) VALUES (:name, 0, :at) ON CONFLICT (name) DO NOTHING"
    ).bindparams(bindparam("at", at, Moment()))
    session.connection().execute(keep, {"name": name})
    return session.exec(select(Attempts).where(Attempts.name == name).with_for_update()).one()
