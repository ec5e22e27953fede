"""委托与外出 as verbs: what the tests of standing in are written in."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import select

from flows import stand_ins
from gateways.clock import now
from models import delegate, ledger
from models.access import visible_to
from models.database import reading, unit_of_work
from models.delegate import Wish
from models.delegations import Absence, Delegation, at_work
from models.document import Document
from models.outbox import Errand, Topic
from models.people import Me, Person
from tests.office import Letter, engine_runs
from tests.personas import Cast

DAY = timedelta(days=1)


def delegates(
    cast: Cast,
    principal: str,
    substitute: str,
    *,
    hat: str | None = None,
    starts: timedelta = timedelta(0),
    ends: timedelta = 7 * DAY,
    by: str = "",
) -> UUID:
    """From ``starts`` until ``ends``, counted from now; the delegation."""
    at = now()
    wish = Wish(cast.id(principal), cast.id(substitute), hat, at + starts, at + ends, "外出参加会议。")
    with unit_of_work() as session:
        given = delegate.delegate(session, wish, by=getattr(cast, by or principal), at=at).id
    clerk_changes_over()
    return given


def goes_away(cast: Cast, uid: str, ends: timedelta = 7 * DAY, by: str = "") -> UUID:
    at = now()
    with unit_of_work() as session:
        who, acting = cast.id(uid), getattr(cast, by or uid)
        away = delegate.go_away(session, who, at, at + ends, "外出参加会议。", by=acting, at=at).id
    clerk_changes_over()
    return away


def revokes(cast: Cast, delegation_id: UUID, by: str) -> None:
    with unit_of_work() as session:
        delegate.revoke(session, delegation_id, by=getattr(cast, by), at=now())
    clerk_changes_over()


def time_runs_out(*ids: UUID) -> None:
    """The clock is past the end of a delegation or an absence."""
    with unit_of_work() as session:
        for one in ids:
            found = session.get(Delegation, one) or session.get_one(Absence, one)
            found.ends = now()
    clerk_changes_over(ended=ids)


def clerk_changes_over(ended: tuple[UUID, ...] = ()) -> None:
    """What the clerk does at the beginning and the end of each, when it is due."""
    with unit_of_work() as session:
        owed = select(Errand).where(Errand.topic == Topic.STAND_IN, Errand.done_at == None)  # noqa: E711
        due = [one for one in session.exec(owed) if one.due_at <= now() or one.subject in ended]
        for errand in due:
            errand.done_at = now()
    for subject in dict.fromkeys(errand.subject for errand in due):
        stand_ins.change_over(subject)
    engine_runs()


def seen_at(uid: str, cast: Cast, at: datetime) -> Me:
    """Somebody at work at another moment."""
    with reading() as session:
        return at_work(session, session.get_one(Person, cast.id(uid)), at)


def proposed(cast: Cast) -> Letter:
    """A letter that waits for 王建国's 批示, then for 周明华's."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


def knows(cast: Cast, letter: Letter, uid: str) -> bool:
    with reading() as session:
        query = visible_to(getattr(cast, uid)).where(Document.id == letter.id)
        return session.exec(query).first() is not None


def signatures(letter: Letter) -> list[str]:
    """The names in the ledger, oldest first."""
    with reading() as session:
        return [line.by_name for line in ledger.lines_of(session, letter.id)]
