"""权限变更: one proposes, another confirms, and only then is it in force.  Nobody changes his own rights."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from models import deadlines
from models.database import Table, moment, word
from models.errors import NotFound
from models.granted import roles_of
from models.kinds import Labelled, Level
from models.people import Me, Office, Person, Role, holders

DIRECTORY = _("目录同步")  # proposes too


class Kind(Labelled):
    """What is to change.  ``what`` is then a role, a level or a department."""

    GRANT = "grant", "授予角色"
    REVOKE = "revoke", "撤销角色"
    CLEAR = "clear", "调整密级许可"
    MOVE = "move", "调整部门"


class RightsChange(Table, table=True):
    """One proposal, frozen when it was made: ``what`` is to become of the person, ``was`` is what it was then.

    ``by`` is None where the directory said so (see enrol).
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: Kind = word(Kind)
    what: str = Field(max_length=32)
    was: str = Field(max_length=32)
    why: str
    by: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()
    expires_at: datetime = moment()
    confirmed_at: datetime | None = moment(default=None)
    refused_at: datetime | None = moment(default=None)
    withdrawn_at: datetime | None = moment(default=None)
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    refusal: str = ""

    def is_open(self, at: datetime) -> bool:
        return not (self.confirmed_at or self.refused_at or self.withdrawn_at) and at <= self.expires_at

    def state(self, at: datetime) -> str:
        """The word a page prints."""
        ended = {"已生效": self.confirmed_at, "未同意": self.refused_at, "已撤回": self.withdrawn_at}
        word = next((word for word, moment in ended.items() if moment), "")
        return word or (_("待确认") if self.is_open(at) else _("已过期"))


def expires(at: datetime) -> datetime:
    return deadlines.due(at, policy().rights.proposal_days)


def standing(session: Session, person: Person, kind: Kind, what: str) -> str:
    """What such a proposal would change, as it stands now; of a role, whether it is held."""
    if kind is Kind.CLEAR:
        return person.clearance.value
    if kind is Kind.MOVE:
        return person.office_code
    return what if what in roles_of(session, person.id) else ""


def said(session: Session, change: RightsChange) -> str:
    """授予角色：院领导.  A journal's line and a page say it alike."""
    return _("{kind}：{called}", kind=change.kind.label, called=_called(session, change))


def proposer(session: Session, change: RightsChange) -> str:
    return session.get_one(Person, change.by).name if change.by else DIRECTORY


def is_answered(session: Session, person_id: UUID, kind: Kind, what: str, *, at: datetime) -> bool:
    """Somebody is asked for just this already, or it was the last that was asked for and the answer was no."""
    asked = [one for one in changes_of(session, person_id) if one.kind is kind]
    waits = any(one.what == what and one.is_open(at) for one in asked)
    return waits or bool(asked and asked[0].what == what and asked[0].refused_at)


def changes_of(session: Session, person_id: UUID) -> list[RightsChange]:
    """Newest first."""
    told = select(RightsChange).where(RightsChange.person_id == person_id)
    return list(session.exec(told.order_by(col(RightsChange.at).desc())))


def open_changes(session: Session, *, at: datetime) -> list[RightsChange]:
    """What waits for a confirmation, oldest first."""
    waiting = select(RightsChange).where(
        col(RightsChange.confirmed_at).is_(None),
        col(RightsChange.refused_at).is_(None),
        col(RightsChange.withdrawn_at).is_(None),
        col(RightsChange.expires_at) >= at,
    )
    return list(session.exec(waiting.order_by(col(RightsChange.at), col(RightsChange.id))))


def waiting_for(session: Session, me: Me, *, at: datetime) -> list[RightsChange]:
    """What this person is asked to confirm now."""
    return [one for one in open_changes(session, at=at) if me.id in _ids(confirmers(session, one))]


def confirmers(session: Session, change: RightsChange) -> list[Person]:
    """A second 安全保密管理员; where there is none, whoever the policy names first who is neither of the two."""
    for role in (Role.SECURITY_ADMIN, *(Role(one) for one in policy().rights.confirmers)):
        others = [one for one in holders(session, role) if one.id not in (change.by, change.person_id)]
        if others:
            return others
    return []


def find(session: Session, change_id: UUID, *, to_change: bool = False) -> RightsChange:
    """Raises NotFound."""
    asked = select(RightsChange).where(RightsChange.id == change_id)
    found = session.exec(asked.with_for_update() if to_change else asked).one_or_none()
    if found is None:
        raise NotFound()
    return found


def _called(session: Session, change: RightsChange) -> str:
    if change.kind is Kind.CLEAR:
        return Level(change.what).label
    if change.kind is Kind.MOVE:
        return session.get_one(Office, change.what).name
    return Role(change.what).label


def _ids(people: list[Person]) -> set[UUID]:
    return {person.id for person in people}
