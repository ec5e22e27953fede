"""可变更的权限: what may become of somebody's rights at all, whoever wants it."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from config.language import _
from models import granted
from models.errors import Malformed, NotNow
from models.grants import Kind, RightsChange
from models.kinds import Level
from models.people import ADMINISTRATORS, Office, Person, Role, holders, roles_of

WORDS: dict[Kind, type[StrEnum]] = {Kind.GRANT: Role, Kind.REVOKE: Role, Kind.CLEAR: Level}


@dataclass(frozen=True)
class Wish:
    """``what``: the role, level or department, as it is stored.  Raises Malformed for a word that is none."""

    kind: Kind
    what: str
    why: str

    def __post_init__(self) -> None:
        if self.kind in WORDS and self.what not in set(WORDS[self.kind]):
            raise Malformed(_("请从列表中选择。"), "what")


class LastOfItsKind(NotNow):
    def __init__(self, role: Role) -> None:
        super().__init__(_("这是唯一在任的{role}，请先授予他人，再行撤销或停用。", role=role.label))


def must_be_possible(session: Session, change: RightsChange, person: Person) -> None:
    """It changes something, and what comes of it is allowed.  Raises Malformed, RoleConflict, LastOfItsKind."""
    match change.kind:
        case Kind.GRANT if change.what in roles_of(session, person.id):
            raise Malformed(_("此人已有这个角色。"), "what")
        case Kind.GRANT:
            granted.must_not_conflict(session, person.id, Role(change.what))
        case Kind.REVOKE if change.what not in roles_of(session, person.id):
            raise Malformed(_("此人没有这个角色。"), "what")
        case Kind.REVOKE:
            must_not_be_last(session, person, Role(change.what))
        case _ if change.what == change.was:
            raise Malformed(_("与现状相同，不必变更。"), "what")
        case Kind.MOVE if session.get(Office, change.what) is None:
            raise Malformed(_("没有这个部门，请重新选择。"), "what")


def must_not_be_last(session: Session, person: Person, role: Role) -> None:
    """Each of the 三员 has somebody, always.  Raises LastOfItsKind."""
    if role in ADMINISTRATORS and [one.id for one in holders(session, role)] == [person.id]:
        raise LastOfItsKind(role)
