"""委托与外出, the acts: to let somebody act in one's place for a time, to say that one is away, and to end either."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from config.language import _
from config.policy import policy
from models import delegations, outbox
from models.delegations import Absence, Delegation
from models.errors import Malformed, NotFound, NotNow, NotYours
from models.people import ADMINISTRATORS, Me, Person, Role, me
from models.values import words


@dataclass(frozen=True)
class Wish:
    """``hat``: what is delegated; None is everything."""

    principal: UUID
    substitute: UUID
    hat: str | None
    starts: datetime
    ends: datetime
    why: str


class KeptInPerson(NotYours):
    def __init__(self) -> None:
        super().__init__(_("系统管理员、安全保密管理员、安全审计员的职责不得委托，也不得受托。"))


class NotAway(NotNow):
    def __init__(self, person: Person) -> None:
        super().__init__(_("{person}届时没有登记外出；本人在岗的，由本人委托。", person=person.name))


class Overlaps(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这段时间已有同一事项的委托，请先撤销原委托，或改选时间。"))


class Over(NotNow):
    def __init__(self) -> None:
        super().__init__(_("已经到期或已经撤销，无须再办。"))


def delegate(session: Session, wish: Wish, *, by: Me, at: datetime) -> Delegation:
    """委托, by whoever it is about, or by the office head for somebody who is away.

    Raises NotYourRole, KeptInPerson, NotAway, Overlaps, Malformed.
    """
    starts, ends = _term(wish.starts, wish.ends, at)
    principal = _owner(session, wish.principal, by)
    if by.id != principal.id and delegations.is_away(session, principal.id, starts) is None:
        raise NotAway(principal.person)
    if wish.hat not in (None, *principal.hats):
        raise Malformed(_("委托人没有这项职责，不能委托。"), "hat")
    _must_be_able(session, wish, by)
    if session.exec(_overlapping(wish, starts, ends)).first():
        raise Overlaps()
    given = Delegation(
        principal_id=principal.id,
        substitute_id=wish.substitute,
        hat=wish.hat,
        starts=starts,
        ends=ends,
        why=words(wish.why, 200, "委托事由", field="words"),
        by=by.id,
        at=at,
    )
    session.add(given)
    _look_again(session, given, at)
    return given


def revoke(session: Session, delegation_id: UUID, *, by: Me, at: datetime) -> Delegation:
    """撤销委托, by the principal or the office head: from this moment on.  Raises NotFound, NotYourRole, Over."""
    given = session.get(Delegation, delegation_id, with_for_update=True)
    if given is None or not _concerns(by, given.principal_id, given.substitute_id):
        raise NotFound()
    _owner(session, given.principal_id, by)
    if given.revoked_at or given.ends <= at:
        raise Over()
    given.revoked_at, given.revoked_by = at, by.id
    session.add(given)
    outbox.owe(session, outbox.Topic.STAND_IN, given.id, at=at)
    return given


def go_away(
    session: Session, person_id: UUID, starts: datetime, ends: datetime, why: str, *, by: Me, at: datetime
) -> Absence:
    """登记外出, one's own or, by the office head, another's.  Raises NotYourRole, KeptInPerson, Malformed."""
    starts, ends = _term(starts, ends, at)
    away = Absence(
        person_id=_owner(session, person_id, by).id,
        starts=starts,
        ends=ends,
        why=words(why, 200, "外出事由", field="words"),
        by=by.id,
        at=at,
    )
    session.add(away)
    _look_again(session, away, at)
    return away


def come_back(session: Session, absence_id: UUID, *, by: Me, at: datetime) -> Absence:
    """销假 before the end.  Raises NotFound, NotYourRole, Over."""
    away = session.get(Absence, absence_id, with_for_update=True)
    if away is None or not _concerns(by, away.person_id):
        raise NotFound()
    _owner(session, away.person_id, by)
    if away.revoked_at or away.ends <= at:
        raise Over()
    away.revoked_at = at
    session.add(away)
    outbox.owe(session, outbox.Topic.STAND_IN, away.id, at=at)
    return away


def _term(starts: datetime, ends: datetime, at: datetime) -> tuple[datetime, datetime]:
    """What was to begin in the past begins now."""
    longest = policy().routing.longest_leave_days
    starts = max(starts, at)
    if ends <= starts:
        raise Malformed(_("结束时间应晚于开始时间，也晚于现在。"), "ends")
    if ends - starts > timedelta(days=longest):
        raise Malformed(_("一次最长{longest}天，到期可以再办。", longest=longest), "ends")
    return starts, ends


def _owner(session: Session, person_id: UUID, by: Me) -> Me:
    """Whose work it is, locked, so that two of his delegations queue up.  ``by`` is that person or the office head."""
    if by.id != person_id:
        by.must_be(Role.OFFICE_HEAD)
    person = session.get(Person, person_id, with_for_update=True)
    if person is None or not person.active:
        raise Malformed(_("所选人员不在岗。"), "principal")
    owner = me(session, person)
    if owner.roles & ADMINISTRATORS:
        raise KeptInPerson()
    return owner


def _must_be_able(session: Session, wish: Wish, by: Me) -> None:
    if wish.substitute == wish.principal:
        raise Malformed(_("不能委托给委托人自己。"), "substitute")
    if wish.substitute == by.id:
        raise Malformed(_("不能把他人的事项委托给自己。"), "substitute")
    person = session.get(Person, wish.substitute)
    if person is None or not person.active:
        raise Malformed(_("受托人不在岗，请另选人员。"), "substitute")
    if me(session, person).roles & ADMINISTRATORS:
        raise KeptInPerson()


def _overlapping(wish: Wish, starts: datetime, ends: datetime) -> SelectOfScalar[Delegation]:
    """Everything overlaps with each part of it."""
    standing = select(Delegation).where(
        Delegation.principal_id == wish.principal,
        col(Delegation.revoked_at).is_(None),
        col(Delegation.starts) < ends,
        col(Delegation.ends) > starts,
    )
    if wish.hat is None:
        return standing
    return standing.where(or_(col(Delegation.hat).is_(None), Delegation.hat == wish.hat))


def _concerns(by: Me, *people: UUID) -> bool:
    return by.id in people or Role.OFFICE_HEAD in by.roles


def _look_again(session: Session, one: Delegation | Absence, at: datetime) -> None:
    """When it begins and when it ends, the engine looks at what waits for this person."""
    for moment in (max(one.starts, at), one.ends):
        outbox.owe(session, outbox.Topic.STAND_IN, one.id, at=moment)
