"""修改规矩: proposed by one, released by another whose post is the other one, withdrawn before that by either.

The office's rules are for 系统管理员 and 办公室主任; the rules of safety want the 安全保密管理员 as one of the two.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from config.floors import is_guarded
from config.language import _, listed
from models import audit, policy_candidates, policy_releases
from models.audit_words import Act
from models.document import next_number
from models.errors import Malformed, NotNow, NotYours
from models.people import Me, NotYourRole, Role
from models.policy_candidates import Candidate
from models.policy_releases import PolicyRelease
from models.values import words

OFFICE = (Role.SYSTEM_ADMIN, Role.OFFICE_HEAD)
KEEPERS = (*OFFICE, Role.SECURITY_ADMIN)


class OneWaits(NotNow):
    def __init__(self) -> None:
        super().__init__(_("已有一份规矩修改等待发布，请先发布或撤回。"))


class NotOpen(NotNow):
    def __init__(self, one: PolicyRelease) -> None:
        super().__init__(_("这份修改已经{which}，不能再改动。", which=_("发布") if one.number else _("撤回")))


class NotTheSecond(NotYours):
    def __init__(self, seconds: Collection[Role]) -> None:
        super().__init__(
            _(
                "提请人不得自己发布，请由{roles}核对后发布。",
                roles=listed((one.label for one in seconds), "或"),
            )
        )


class TwoKinds(Malformed):
    def __init__(self) -> None:
        super().__init__(_("安全规定和办公规定由不同的人核对，请分两次提请。"), "text")


def proposers(keys: Collection[str]) -> tuple[Role, ...]:
    return KEEPERS if any(map(is_guarded, keys)) else OFFICE


def seconds(one: PolicyRelease) -> tuple[Role, ...]:
    """Who may release it: whose post the proposer did not speak for."""
    if not any(map(is_guarded, one.named)):
        return tuple(role for role in OFFICE if role is not one.proposed_as)
    return OFFICE if one.proposed_as is Role.SECURITY_ADMIN else (Role.SECURITY_ADMIN,)


def propose(session: Session, asked: Candidate, why: str, *, by: Me, at: datetime) -> PolicyRelease:
    """提请, of a candidate that was checked.  Raises NotYourRole, TwoKinds, OneWaits, Malformed."""
    by.must_be(*KEEPERS)
    if len({is_guarded(key) for key in asked.named}) > 1:
        raise TwoKinds()
    allowed = proposers(asked.named)
    by.must_be(*allowed)
    serial = next_number(session, "policy-release")  # from here on nobody else proposes
    if any(one.is_open for one in policy_releases.history(session)):
        raise OneWaits()
    one = PolicyRelease(
        serial=serial,
        text=asked.text,
        back=asked.back,
        why=words(why, 500, _("修改理由"), field="why"),
        proposed_by=by.id,
        proposed_as=next(role for role in allowed if role in by.roles),
        proposed_at=at,
    )
    session.add(one)
    _note(session, Act.POLICY_PROPOSED, one, by, at)
    return one


def release(session: Session, one: PolicyRelease, *, by: Me, at: datetime) -> PolicyRelease:
    """发布: in force from now on.  Raises NotYourRole, NotTheSecond, NotOpen, Malformed."""
    by.must_be(*KEEPERS)
    _must_be_second(one, by)
    next_number(session, "policy-release")  # one after the other
    if not one.is_open:
        raise NotOpen(one)
    policy_candidates.again(session, one)
    one.number = policy_releases.newest(session) + 1
    one.released_by, one.released_at = by.id, at
    session.add(one)
    _note(session, Act.POLICY_RELEASED, one, by, at)
    return one


def withdraw(session: Session, one: PolicyRelease, *, by: Me, at: datetime) -> PolicyRelease:
    """撤回, by the proposer or whoever may release it.  Raises NotYourRole, NotOpen."""
    if not may_withdraw(one, by):
        raise NotYourRole(seconds(one))
    if not one.is_open:
        raise NotOpen(one)
    one.withdrawn_by, one.withdrawn_at = by.id, at
    session.add(one)
    _note(session, Act.POLICY_WITHDRAWN, one, by, at)
    return one


def may_release(one: PolicyRelease, me: Me) -> bool:
    return me.id != one.proposed_by and bool(me.roles.intersection(seconds(one)))


def may_withdraw(one: PolicyRelease, me: Me) -> bool:
    return bool(me.roles.intersection((one.proposed_as, *seconds(one))))


def _must_be_second(one: PolicyRelease, by: Me) -> None:
    if not may_release(one, by):
        raise NotTheSecond(seconds(one))


def _note(session: Session, act: Act, one: PolicyRelease, by: Me, at: datetime) -> None:
    said = "；".join([*one.text.splitlines(), *(f"{key} 恢复为文件规定" for key in one.back)])
    audit.record(session, act, by=by, at=at, about=one.label, why=said)
