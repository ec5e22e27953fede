"""拟改的规矩: what somebody would like to change, checked against the file, the releases and the floors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session

from config.errors import BadConfig
from config.floors import must_be_changeable, must_hold
from config.language import _
from config.policy import SHIPPED, Policy, policy, read_policy
from config.released import laid_over, leaves, must_be_keys, read_keys, whole, write_keys
from models import policy_releases
from models.errors import Malformed
from models.policy_releases import PolicyRelease

Made = TypeVar("Made")


@dataclass(frozen=True)
class Candidate:
    """The policy as it would be; ``keys`` and ``back`` are what is asked for."""

    keys: dict[str, Any]
    back: list[str]
    policy: Policy

    @property
    def text(self) -> str:
        return write_keys(self.keys)

    @property
    def named(self) -> list[str]:
        return [*self.keys, *self.back]


def made(session: Session, text: str, back: str) -> Candidate:
    """``back``: keys that the file is to decide again, one a line or by commas.  Raises Malformed."""
    keys = _checked(lambda: read_keys(text, Policy))
    returned = back.replace("，", " ").replace(",", " ").split()
    return _checked(lambda: _made(session, keys, list(dict.fromkeys(returned))))


def again(session: Session, one: PolicyRelease) -> Candidate:
    """What was proposed, on what is in force today.  Raises Malformed where it no longer fits."""
    return _checked(lambda: _made(session, one.keys, one.back))


def now(session: Session) -> dict[str, Any]:
    """Key by key what is in force, as TOML has it."""
    return dict(leaves(laid_over(policy.table, policy_releases.keys_in_force(session)), Policy))


def _made(session: Session, keys: dict[str, Any], back: list[str]) -> Candidate:
    over = policy_releases.keys_in_force(session)
    must_be_keys([*keys, *back], Policy)
    for key in [*keys, *back]:
        must_be_changeable(key)
    if both := set(keys).intersection(back):
        raise BadConfig(_("{key}：不能又改又恢复。", key=min(both)))
    if idle := [key for key in back if key not in over]:
        raise BadConfig(_("{key}：本来就照文件规定。", key=idle[0]))
    if not keys and not back:
        raise BadConfig(_("请写明要改的键，如 deadlines.signing = 2。"))
    stays = {key: value for key, value in (over | keys).items() if key not in back}
    new, shipped = whole(policy.table, stays, Policy), read_policy(SHIPPED)
    for key in keys:
        must_hold(key, new, shipped)
    return Candidate(keys, back, new)


def _checked(make: Callable[[], Made]) -> Made:
    try:
        return make()
    except BadConfig as error:
        raise Malformed(error.args[0], "text") from None
