"""试登: how often somebody tried to sign in under a name, or from an address.  A try is counted before it is made."""

import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlmodel import Field, Session, col, delete, select

from config.language import _
from config.policy import policy
from models.database import Moment, Table, moment
from models.errors import NotNow
from models.values import to_the_minute

FORGOTTEN = timedelta(days=1)  # a name that rested as long begins anew, however often it was locked


class Attempts(Table, table=True):
    """Failed tries.  ``name`` is a folded name, whether or not anybody bears it; what begins with a space is none:
    it is the address a try came from, or the person whose code was asked for.
    """

    name: str = Field(primary_key=True, max_length=64)
    number: int
    last_at: datetime = moment(index=True)


class Locked(NotNow):
    def __init__(self, until: datetime, what: str = _("此账号")) -> None:
        super().__init__(
            _(
                "连续多次登录失败，{what}暂停登录，请在{until}之后再试。",
                what=what,
                until=to_the_minute(until),
            )
        )
        self.until = until


def count(session: Session, name: str, *, at: datetime) -> None:
    """One more try.  Raises Locked after too many; a locked-out try is not counted, so every lock ends."""
    rules, first = policy().sign_in, timedelta(minutes=policy().sign_in.lock_minutes)
    few = (col(Attempts.number) < rules.failures) & (col(Attempts.last_at) <= at - first)
    session.exec(delete(Attempts).where(few | (col(Attempts.last_at) <= at - FORGOTTEN)))
    tries = _of(session, name, at)
    until = tries.last_at + timedelta(minutes=rules.pause_minutes(tries.number))
    if at < until:
        raise Locked(until)
    tries.number, tries.last_at = tries.number + 1, at
    session.add(tries)


def rests(session: Session, name: str, *, at: datetime) -> bool:
    """Whether the next try will not even be made."""
    tries = session.get(Attempts, name)
    pause = timedelta(minutes=policy().sign_in.pause_minutes(tries.number)) if tries else timedelta(0)
    return tries is not None and at < tries.last_at + pause


def count_code(session: Session, person_id: UUID, *, at: datetime) -> None:
    """One more try at somebody's second factor, counted apart: the right password does not forgive it."""
    count(session, f" {person_id}", at=at)


def count_address(session: Session, address: str, *, at: datetime) -> None:
    """One more try from an address, which many may share: what it is allowed comes back little by little."""
    most = policy().sign_in.address_failures
    each = timedelta(minutes=policy().sign_in.lock_minutes) / most
    tries = _of(session, f" {address}", at)
    back = min(int((at - tries.last_at) / each), tries.number)
    tries.number -= back
    tries.last_at = tries.last_at + back * each if tries.number else at
    if tries.number >= most:
        raise Locked(tries.last_at + each, _("此处的电脑"))
    tries.number += 1
    session.add(tries)


def give_back(session: Session, address: str, *, at: datetime) -> None:
    """The try was a right one: it does not count against the address, and forgives no other."""
    tries = _of(session, f" {address}", at)
    tries.number = max(tries.number - 1, 0)
    session.add(tries)


def forgive(session: Session, name: str) -> None:
    """The right password came, or an administrator said so."""
    session.exec(delete(Attempts).where(col(Attempts.name) == name))


def forgive_code(session: Session, person_id: UUID) -> None:
    forgive(session, f" {person_id}")


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
