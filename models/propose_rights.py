"""权限变更, the acts: propose, confirm, refuse, withdraw.  Each step writes its line into the journal."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _, listed
from models import audit, first_run, granted, grants, leaving, letters, password_history, powers, signins
from models.audit_words import Act
from models.errors import Malformed, NotFound, NotNow, NotYours
from models.grants import Kind, RightsChange
from models.kinds import Level
from models.letters import LetterKind
from models.people import Me, Person, Role
from models.possible_rights import Wish, must_be_possible
from models.powers import Power
from models.values import words

LONGEST = 200


class NotForYourself(NotYours):
    def __init__(self) -> None:
        super().__init__(_("任何人不得变更或确认本人的权限，请由另一人办理。"))


class NotTheSame(NotYours):
    def __init__(self) -> None:
        super().__init__(_("提出人与确认人不得为同一人，此项由他人确认。"))


class NotYoursToConfirm(NotYours):
    def __init__(self, able: list[Person]) -> None:
        super().__init__(
            _("此项由{able}确认。", able=listed((one.name for one in able), "或"))
            if able
            else _("现在没有可以确认的人。")
        )


class NobodyToConfirm(NotNow):
    def __init__(self) -> None:
        super().__init__(_("除提出人和本人外，没有在任的安全保密管理员、办公室主任或院领导可以确认。"))


class NoLonger(NotNow):
    def __init__(self, change: RightsChange, at: datetime) -> None:
        super().__init__(_("此项权限变更{state}，不再办理。", state=change.state(at)))


class Outdated(NotNow):
    def __init__(self) -> None:
        super().__init__(_("提出之后此人的权限已有变动，请核对后重新提出。"))


class NotTheirsYet(NotNow):
    def __init__(self, person: Person) -> None:
        super().__init__(_("{person}还没有换掉系统管理员设定的口令，换过之后方可确认。", person=person.name))


class ProposedAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("同样的变更已经提出，正等候确认。"))


def propose(session: Session, person_id: UUID, wish: Wish, *, by: Me, at: datetime) -> RightsChange:
    """Raises NotYourRole, NotForYourself, RoleConflict, LastOfItsKind, ProposedAlready, NobodyToConfirm, Malformed."""
    powers.must_have(by, Power.GRANT_RIGHTS)
    if person_id == by.id:
        raise NotForYourself()
    person = _locked(session, person_id)
    change = _change(session, person, wish, by.id, at)
    must_be_possible(session, change, person)
    waiting = [(one.person_id, one.kind, one.what) for one in grants.open_changes(session, at=at)]
    if (person.id, wish.kind, wish.what) in waiting:
        raise ProposedAlready()
    if not grants.confirmers(session, change):
        raise NobodyToConfirm()
    return _enter(session, change, person, by, at)


def move(session: Session, person: Person, office: str, *, at: datetime) -> RightsChange:
    """The directory's proposal: where somebody works decides what he sees, so a person here confirms it (D8)."""
    wish = Wish(Kind.MOVE, office, _("目录中的部门已变更"))
    return _enter(session, _change(session, person, wish, None, at), person, None, at)


def confirm(session: Session, change_id: UUID, *, by: Me, at: datetime) -> RightsChange:
    """In force from this moment on.  Raises NotForYourself, NotTheSame, NotYoursToConfirm, NoLonger, Outdated, …"""
    change, person = _to_decide(session, change_id, by, at)
    if change.was != grants.standing(session, person, change.kind, change.what):
        raise Outdated()
    must_be_possible(session, change, person)
    _must_be_theirs(session, change, person, at)
    change.confirmed_at, change.decided_by = at, by.id
    session.add(change)
    _apply(session, change, person, at)
    _tell(session, Act.RIGHTS_CONFIRMED, change, person, by, at, "")
    first_run.finish_if_due(session, at)
    return change


def refuse(session: Session, change_id: UUID, why: str, *, by: Me, at: datetime) -> RightsChange:
    """Raises what confirm() raises of who and when; Malformed."""
    change, person = _to_decide(session, change_id, by, at)
    change.refused_at, change.decided_by = at, by.id
    change.refusal = words(why, LONGEST, _("不同意的理由"), field="words")
    session.add(change)
    _tell(session, Act.RIGHTS_REFUSED, change, person, by, at, change.refusal)
    return change


def withdraw(session: Session, change_id: UUID, *, by: Me, at: datetime) -> RightsChange:
    """By whoever proposed it.  Raises NotFound, NoLonger."""
    change = grants.find(session, change_id, to_change=True)
    if change.by != by.id:
        raise NotFound()
    if not change.is_open(at):
        raise NoLonger(change, at)
    change.withdrawn_at = at
    session.add(change)
    _tell(session, Act.RIGHTS_WITHDRAWN, change, session.get_one(Person, change.person_id), by, at, "")
    return change


def _change(session: Session, person: Person, wish: Wish, by: UUID | None, at: datetime) -> RightsChange:
    return RightsChange(
        person_id=person.id,
        kind=wish.kind,
        what=wish.what,
        was=grants.standing(session, person, wish.kind, wish.what),
        why=words(wish.why, LONGEST, "理由", field="words"),
        by=by,
        at=at,
        expires_at=grants.expires(at),
    )


def _enter(
    session: Session, change: RightsChange, person: Person, by: Me | None, at: datetime
) -> RightsChange:
    """It stands, it is in the journal, and whoever may confirm it hears that something waits."""
    session.add(change)
    session.flush()
    _tell(session, Act.RIGHTS_PROPOSED, change, person, by, at, change.why)
    for one in grants.confirmers(session, change):
        letters.write(session, one, LetterKind.RIGHTS_ASKED, at=at)
    return change


def _to_decide(session: Session, change_id: UUID, by: Me, at: datetime) -> tuple[RightsChange, Person]:
    change = grants.find(session, change_id, to_change=True)
    person = _locked(session, change.person_id)
    if by.id == change.person_id:
        raise NotForYourself()
    if by.id == change.by:
        raise NotTheSame()
    able = grants.confirmers(session, change)
    if by.id not in {one.id for one in able}:
        raise NotYoursToConfirm(able)
    if not change.is_open(at):
        raise NoLonger(change, at)
    return change, person


def _apply(session: Session, change: RightsChange, person: Person, at: datetime) -> None:
    """Whoever changed signs in anew; what waits for him is looked at again."""
    match change.kind:
        case Kind.GRANT:
            granted.give(session, person.id, Role(change.what))
        case Kind.REVOKE:
            granted.take_away(session, person.id, Role(change.what))
        case Kind.CLEAR:
            person.clearance = Level(change.what)
        case Kind.MOVE:
            person.office_code = change.what
    session.add(person)
    signins.end_all(session, person.id)
    leaving.look_again(session, person.id, at=at)


def _must_be_theirs(session: Session, change: RightsChange, person: Person, at: datetime) -> None:
    """Whoever opened the account knows its first password: nothing is added to it meanwhile.  Raises NotTheirsYet."""
    given = password_history.why_change(session, person, at=at) == password_history.GIVEN
    if given and change.kind is not Kind.REVOKE:
        raise NotTheirsYet(person)


def _locked(session: Session, person_id: UUID) -> Person:
    """One change of one person at a time.  Raises NotFound, Malformed."""
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound()
    if not person.active:
        raise Malformed(_("此账号已停用，不能变更权限。"), "what")
    return person


def _tell(
    session: Session, act: Act, change: RightsChange, person: Person, by: Me | None, at: datetime, why: str
) -> None:
    told = grants.said(session, change) + (_("。{why}", why=why) if why else "")
    audit.record(session, act, by=by, at=at, about=person.uid, why=told)
