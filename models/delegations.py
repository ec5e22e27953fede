"""委托与外出, the facts: who acts for whom from when until when, and who is away."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_
from sqlmodel import Field, Session, col, select

from config.language import _
from models.database import Table, moment
from models.errors import NotYours
from models.people import ADMINISTRATORS, Me, Person, Role, RoleGrant, StandIn, roles_of
from models.values import Level


class Delegation(Table, table=True):
    """委托: the substitute acts for the principal from ``starts`` until before ``ends``.

    ``hat`` is the one name that was delegated; None means all that the principal is asked under at the time.
    ``told_at``: when the substitute was told of what was open already.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    principal_id: UUID = Field(foreign_key="person.id", index=True)
    substitute_id: UUID = Field(foreign_key="person.id", index=True)
    hat: str | None = Field(default=None, max_length=60)
    starts: datetime = moment()
    ends: datetime = moment()
    why: str
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    told_at: datetime | None = moment(default=None)
    revoked_at: datetime | None = moment(default=None)
    revoked_by: UUID | None = Field(default=None, foreign_key="person.id")


class Absence(Table, table=True):
    """外出: away from ``starts`` until before ``ends``, or until back early at ``revoked_at``."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    starts: datetime = moment()
    ends: datetime = moment()
    why: str
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    revoked_at: datetime | None = moment(default=None)


def state(one: Delegation | Absence, at: datetime) -> str:
    """The word a page prints."""
    if one.revoked_at:
        return _("已撤销") if isinstance(one, Delegation) else _("已销假")
    return _("未开始") if at < one.starts else _("进行中") if at < one.ends else _("已结束")


class DelegationOver(NotYours):
    def __init__(self) -> None:
        super().__init__(_("委托已经到期，此事由委托人本人办理。"))


def holds(kind: type[Delegation] | type[Absence], at: datetime) -> tuple[ColumnElement[bool], ...]:
    """What makes a delegation or an absence hold at a moment."""
    return col(kind.starts) <= at, col(kind.ends) > at, col(kind.revoked_at).is_(None)


def is_away(session: Session, person_id: UUID, at: datetime) -> Absence | None:
    """The absence that holds now; of several the one that ends last."""
    away = select(Absence).where(Absence.person_id == person_id, *holds(Absence, at))
    return session.exec(away.order_by(col(Absence.ends).desc())).first()


def substitute_of(
    session: Session, person_id: UUID, hat: str, at: datetime, *, level: Level = Level.PUBLIC
) -> Person | None:
    """Who is there to act for a person under ``hat``, and cleared for ``level``.

    A chain is not followed: what a substitute was given goes no further, and one who is away himself is none.
    """
    given = [one for one in _given(session, [person_id], [hat], at) if _worn(session, one, [hat])]
    able = (_able(session, one.substitute_id, level) for one in given)
    return next((person for person in able if person and not is_away(session, person.id, at)), None)


def substitutes(
    session: Session, hats: Collection[str], principals: Collection[UUID], level: Level, at: datetime
) -> dict[str, list[Person]]:
    """Who acts under each of ``hats`` for these principals and is cleared for ``level``: whom a mail reaches too."""
    found: dict[str, list[Person]] = {hat: [] for hat in hats}
    for one in _given(session, principals, hats, at):
        if person := _able(session, one.substitute_id, level):
            for hat in _worn(session, one, hats):
                found[hat].append(person)
    return found


def standing_in(session: Session, substitute_id: UUID, at: datetime) -> list[Delegation]:
    """The delegations under which somebody acts for others now."""
    taken = select(Delegation).where(Delegation.substitute_id == substitute_id, *holds(Delegation, at))
    return list(session.exec(taken.order_by(col(Delegation.starts), col(Delegation.id))))


def at_work(session: Session, person: Person, at: datetime) -> Me:
    """Somebody with all that he or she may do now, for others too."""
    alone = Me(person, roles_of(session, person.id))
    return lent_to(session, alone, standing_in(session, person.id, at))


def lent_to(session: Session, alone: Me, taken: Sequence[Delegation]) -> Me:
    """The same person with the hats that these delegations lend: what each principal still wears.

    Nobody is lent what is his own, and an administrator nothing.
    """
    if not taken or ADMINISTRATORS & alone.roles:
        return alone
    principals = {one.id: one for one in _at_work(session, {one.principal_id for one in taken})}
    return replace(
        alone,
        stands_in=tuple(
            StandIn(hat, one.principal_id, principals[one.principal_id].name, one.ends)
            for one in taken
            if one.principal_id in principals
            for hat in principals[one.principal_id].hats
            if one.hat in (None, hat) and hat not in alone.hats
        ),
    )


def concerning(session: Session, me: Me, since: datetime) -> list[Delegation]:
    """What somebody gave or took and what ended after ``since``, the latest first; the office head sees everybody's."""
    found = select(Delegation).where(col(Delegation.ends) > since).order_by(col(Delegation.starts).desc())
    mine = or_(col(Delegation.principal_id) == me.id, col(Delegation.substitute_id) == me.id)
    return list(session.exec(found if Role.OFFICE_HEAD in me.roles else found.where(mine)))


def absences(session: Session, me: Me, since: datetime) -> list[Absence]:
    """The same of absences."""
    found = select(Absence).where(col(Absence.ends) > since).order_by(col(Absence.starts).desc())
    return list(
        session.exec(found if Role.OFFICE_HEAD in me.roles else found.where(Absence.person_id == me.id))
    )


def behind(me: Me, hat: str, at: datetime) -> UUID | None:
    """On whose behalf ``me`` answers what is asked of ``hat``; None where it is his or her own.

    Raises DelegationOver where it ended between reading ``me`` and the act.
    """
    if me.behalf_of is None:
        return None
    lent = [one for one in me.stands_in if (one.principal_id, one.hat) == (me.behalf_of, hat)]
    if all(one.until <= at for one in lent):
        raise DelegationOver()
    return me.behalf_of


def _given(
    session: Session, principals: Collection[UUID], hats: Collection[str], at: datetime
) -> list[Delegation]:
    covers = or_(col(Delegation.hat).is_(None), col(Delegation.hat).in_(hats))
    mine = select(Delegation).where(col(Delegation.principal_id).in_(principals), covers)
    return list(session.exec(mine.where(*holds(Delegation, at)).order_by(col(Delegation.starts))))


def _worn(session: Session, given: Delegation, hats: Collection[str]) -> list[str]:
    """Which of ``hats`` a delegation lends now."""
    worn = [hat for me in _at_work(session, {given.principal_id}) for hat in me.hats]
    return [hat for hat in hats if hat in worn and given.hat in (None, hat)]


def _able(session: Session, person_id: UUID, level: Level) -> Person | None:
    person = session.get_one(Person, person_id)
    kept_out = ADMINISTRATORS & roles_of(session, person_id)
    return person if person.active and person.clearance.rank >= level.rank and not kept_out else None


def _at_work(session: Session, ids: Collection[UUID]) -> list[Me]:
    """Those of ``ids`` who are in office and no administrators, with their roles, in one question."""
    asked = select(Person, RoleGrant).outerjoin(RoleGrant, col(RoleGrant.person_id) == Person.id)
    rows = session.exec(asked.where(col(Person.id).in_(ids), col(Person.active))).all()
    people = {person.id: person for person, _ in rows}
    roles = {one: frozenset(grant.role for p, grant in rows if grant and p.id == one) for one in people}
    return [Me(people[one], roles[one]) for one in people if not roles[one] & ADMINISTRATORS]
