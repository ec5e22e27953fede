"""重置第二因素: for whoever lost phone and recovery codes.  One administrator proposes, another confirms; never oneself."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _, listed
from models import audit, factors, half_way, letters, signins
from models.audit_words import Act
from models.database import Table, moment
from models.errors import Malformed, NotFound, NotNow, NotYours
from models.haste import Haste
from models.letters import LetterKind
from models.people import Me, Person, Role, roles_of
from models.values import words

LAPSES = timedelta(days=7)
LONGEST = 200


class FactorReset(Table, table=True):
    """``granted`` means something once it is decided."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    why: str
    proposed_by: UUID = Field(foreign_key="person.id")
    proposed_at: datetime = moment(index=True)
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = moment(default=None)
    granted: bool = False

    def waits(self, at: datetime) -> bool:
        return self.decided_at is None and at - self.proposed_at < LAPSES


class NotOneself(NotYours):
    def __init__(self) -> None:
        super().__init__(_("不能经手本人第二因素的重置，请由其他管理员办理。"))


class NotBoth(NotYours):
    def __init__(self) -> None:
        super().__init__(_("提请人与确认人不得为同一人。"))


class NotYourPart(NotYours):
    def __init__(self, roles: frozenset[Role]) -> None:
        super().__init__(
            _("此事由{sorted}办理。", sorted=listed((role.label for role in sorted(roles)), "或"))
        )


class NothingToReset(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此人没有登记第二因素，不用重置。"))


class WaitsAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此人的重置已经提请，正等候确认。"))


class Decided(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此项已经办过，或者已过期，请重新提请。"))


def proposers(of: frozenset[Role]) -> frozenset[Role]:
    """Whose part it is to propose for somebody of these roles."""
    more = {Role.SECURITY_ADMIN} if Role.SYSTEM_ADMIN in of else set()
    return frozenset({Role.SYSTEM_ADMIN} | more)


def confirmers(of: frozenset[Role]) -> frozenset[Role]:
    """Whose part it is to confirm: a house has two of the 三员 left where the third one lost his phone."""
    more = {Role.AUDITOR} if of & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN} else set()
    return frozenset({Role.SECURITY_ADMIN} | more)


def propose(session: Session, person_id: UUID, why: str, *, by: Me, at: datetime) -> FactorReset:
    """Raises NotOneself, NotYourPart, NothingToReset, WaitsAlready, Malformed."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise Malformed(_("没有这个人，或者账号已停用。"), "person")
    _must_be_part(by, person.id, proposers(roles_of(session, person.id)))
    if not factors.has(session, person.id):
        raise NothingToReset()
    if any(one.person_id == person.id for one in waiting(session, at=at)):
        raise WaitsAlready()
    made = FactorReset(
        person_id=person.id,
        why=words(why, LONGEST, "理由", field="words"),
        proposed_by=by.id,
        proposed_at=at,
    )
    session.add(made)
    audit.record(session, Act.FACTOR_RESET_PROPOSED, by=by, at=at, about=person.uid, why=made.why)
    return made


def confirm(session: Session, reset_id: UUID, *, by: Me, at: datetime) -> FactorReset:
    """Phone and codes are void, and so is every session.  Raises NotFound, Decided, NotBoth, NotOneself, NotYourPart."""
    reset, person = _to_decide(session, reset_id, by, at)
    reset.granted = True
    factors.remove_all(session, person.id)
    signins.end_all(session, person.id)
    half_way.end_all(session, person.id)
    letters.write(session, person, LetterKind.FACTOR_RESET, at=at, how=Haste.NOW)
    audit.record(session, Act.FACTOR_RESET, by=by, at=at, about=person.uid, why=reset.why)
    return reset


def refuse(session: Session, reset_id: UUID, *, by: Me, at: datetime) -> FactorReset:
    """Raises as confirm() does."""
    reset, person = _to_decide(session, reset_id, by, at)
    audit.record(session, Act.FACTOR_RESET_REFUSED, by=by, at=at, about=person.uid, why=reset.why)
    return reset


def waiting(session: Session, *, at: datetime) -> list[FactorReset]:
    undecided = select(FactorReset).where(
        col(FactorReset.decided_at).is_(None), col(FactorReset.proposed_at) > at - LAPSES
    )
    return list(session.exec(undecided.order_by(col(FactorReset.proposed_at))))


def part_of(session: Session, reset: FactorReset, me: Me) -> bool:
    """Whether this one may decide it."""
    able = confirmers(roles_of(session, reset.person_id))
    return bool(me.roles & able) and me.id not in (reset.person_id, reset.proposed_by)


def _to_decide(session: Session, reset_id: UUID, by: Me, at: datetime) -> tuple[FactorReset, Person]:
    found = select(FactorReset).where(FactorReset.id == reset_id).with_for_update()
    reset = session.exec(found).one_or_none()
    if reset is None:
        raise NotFound()
    if not reset.waits(at):
        raise Decided()
    _must_be_part(by, reset.person_id, confirmers(roles_of(session, reset.person_id)))
    if by.id == reset.proposed_by:
        raise NotBoth()
    reset.decided_by, reset.decided_at = by.id, at
    session.add(reset)
    return reset, session.get_one(Person, reset.person_id)


def _must_be_part(by: Me, person_id: UUID, roles: frozenset[Role]) -> None:
    if by.id == person_id:
        raise NotOneself()
    if not by.roles & roles:
        raise NotYourPart(roles)
