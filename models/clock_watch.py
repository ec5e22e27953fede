"""守时: a clock that runs back or leaps holds up whatever lives by dates, until it is right again or two 三员 accept it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, Session

from config.language import _
from models import audit, letters, outbox
from models.audit_words import Act
from models.database import Table, moment, word
from models.errors import NotNow, NotYours
from models.kinds import Labelled
from models.ledger import ENGINE
from models.letters import LetterKind
from models.people import ADMINISTRATORS, Me, Person, holders
from models.values import to_the_minute

ONLY = 1
TOLERANCE = timedelta(minutes=10)  # what time servers and summer heat may do to a clock
LONGEST_STOP = timedelta(days=14)  # a machine that was off for longer is asked what day it is
WRITTEN_EVERY = timedelta(minutes=1)


class Doubt(Labelled):
    """What is wrong with the clock."""

    BACK = "back", "服务器时钟被拨回"
    AHEAD = "ahead", "服务器时钟向前跳动"


class ClockMark(Table, table=True):
    """The latest moment that was believed; while in ``doubt``, what it should be by now.

    ``first_by`` has accepted the clock as it is and waits for a second one; ``accepted`` counts how often two have.
    ``held_by``: the clerk whose clock it is; of several hosts one may be wrong.
    """

    id: int = Field(default=ONLY, primary_key=True)
    seen_at: datetime = moment()
    doubt: Doubt | None = word(Doubt, default=None)
    held_at: datetime | None = moment(default=None)
    held_by: str | None = Field(default=None, max_length=80)
    first_by: UUID | None = Field(default=None, foreign_key="person.id")
    accepted: int = 0


class ClockInDoubt(NotNow):
    def __init__(self) -> None:
        super().__init__(_("服务器时钟异常，或者办事员没有运行，销毁暂停；请管理员在“时钟”页核对。"))


class ClockIsRight(NotNow):
    def __init__(self) -> None:
        super().__init__(_("时钟正常，不必确认。"))


class NotTwice(NotYours):
    def __init__(self) -> None:
        super().__init__(_("您已确认，须由另一名管理员再确认一次。"))


def mark_of(session: Session, at: datetime) -> ClockMark:
    """The one row; made at the first look."""
    mark = session.get(ClockMark, ONLY, populate_existing=True)
    if mark is None:
        mark = ClockMark(seen_at=at)
        session.add(mark)
    return mark


def look(
    session: Session, mark: ClockMark, at: datetime, expected: datetime | None, holder: str | None = None
) -> bool:
    """Whether this clerk's clock may be believed; what another one's clock does is for that one to tell.

    ``expected``: what it should say by the time that really passed since it was last believed; None when nobody
    kept that time, because the clerk was not there.
    """
    doubt = _doubt(at, expected or mark.seen_at, _most(mark, expected))
    if doubt:
        _hold(session, mark, doubt, expected or mark.seen_at, at, holder)
    elif mark.doubt and mark.held_by in (None, holder):
        _release(session, mark, at)
    elif at - mark.seen_at >= WRITTEN_EVERY:
        mark.seen_at = at
        session.add(mark)
    return doubt is None


def in_doubt(session: Session) -> Doubt | None:
    mark = session.get(ClockMark, ONLY)
    return mark.doubt if mark else None


def must_be_right(session: Session, at: datetime) -> None:
    """For what cannot be undone: the clerk has looked at the clock within minutes, and believed it.

    Raises ClockInDoubt.
    """
    mark = session.get(ClockMark, ONLY)
    if mark and (mark.doubt or abs(at - mark.seen_at) > TOLERANCE):
        raise ClockInDoubt()


def accept(session: Session, *, by: Me, at: datetime) -> bool:
    """接受现在的时间: True when the second of two has done so.  Raises ClockIsRight, NotTwice."""
    mark = session.get(ClockMark, ONLY, with_for_update=True)
    if mark is None or mark.doubt is None:
        raise ClockIsRight()
    if mark.first_by == by.id:
        raise NotTwice()
    audit.record(session, Act.CLOCK_ACCEPTED, by=by, at=at, why=to_the_minute(at))
    session.add(mark)
    if mark.first_by is None:
        mark.first_by = by.id
        return False
    _settle(session, mark, at)
    mark.accepted += 1
    return True


def _most(mark: ClockMark, expected: datetime | None) -> timedelta:
    """How far ahead a clock may be.  Who has just come cannot tell a leap, that was seen, from a long stop."""
    return LONGEST_STOP if expected is None and mark.doubt is not Doubt.AHEAD else TOLERANCE


def _doubt(at: datetime, expected: datetime, most: timedelta) -> Doubt | None:
    if at < expected - TOLERANCE:
        return Doubt.BACK
    return Doubt.AHEAD if at > expected + most else None


def _hold(
    session: Session, mark: ClockMark, doubt: Doubt, expected: datetime, at: datetime, holder: str | None
) -> None:
    if mark.doubt is None:
        mark.doubt, mark.held_at, mark.held_by = doubt, at, holder
        why = _(
            "{doubt}：应为{expected}，实为{at}",
            doubt=doubt.label,
            expected=to_the_minute(expected),
            at=to_the_minute(at),
        )
        audit.record(session, Act.CLOCK_HELD, by=ENGINE, at=at, why=why)
        for person in _watchers(session):
            letters.write(session, person, LetterKind.CLOCK_HELD, at=at)
    mark.seen_at = expected  # real time goes on
    session.add(mark)


def _release(session: Session, mark: ClockMark, at: datetime) -> None:
    audit.record(session, Act.CLOCK_RIGHT, by=ENGINE, at=at, why=to_the_minute(at))
    _settle(session, mark, at)


def _settle(session: Session, mark: ClockMark, at: datetime) -> None:
    mark.seen_at, mark.doubt, mark.held_at, mark.held_by, mark.first_by = at, None, None, None, None
    session.add(mark)
    outbox.bring_back(session, at=at)


def _watchers(session: Session) -> list[Person]:
    """The 三员, each once."""
    return list({one.id: one for role in sorted(ADMINISTRATORS) for one in holders(session, role)}.values())
