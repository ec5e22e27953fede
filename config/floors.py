"""底线: the rules of safety that a release may tighten, and never loosen beyond the shipped file.

Whoever runs the server may still write otherwise into policy.toml: that is not done by a click.
"""

from typing import Any

from config.errors import BadConfig
from config.language import _
from config.policy import Policy
from config.signing_in import STRENGTHS

# Sections of which the 安全保密管理员 must be one of the two.
GUARDED = frozenset({"sign_in", "step_up", "rights", "secrecy", "state_secrets", "uploads", "destruction"})
FILE_ONLY = frozenset({"state_secrets.mode", "uploads.without_scanner"})  # rests on papers, or on the machine
ELSEWHERE = frozenset({"routes", "duties", "posts"})  # the 拟办规则 have versions of their own

AT_LEAST = (
    "sign_in.password_length",
    "sign_in.passwords_kept",
    "sign_in.lock_minutes",
    "sign_in.longest_lock_minutes",
    "uploads.free_disk_mb",
    "destruction.cooling_off_days",
    "destruction.witnesses",
)
AT_MOST = (
    "sign_in.idle_minutes",
    "sign_in.longest_hours",
    "sign_in.failures",
    "sign_in.address_failures",
    "sign_in.half_way_minutes",
    "sign_in.password_days",
    "sign_in.remember_days",
    "step_up.fresh_minutes",
    "rights.proposal_days",
    "destruction.key_backup_days",
    "state_secrets.reading",
    "state_secrets.reading_top_secret",
)
NEVER_ZERO = frozenset({"sign_in.password_days"})  # 0: passwords do not age
LEVELS = ("", "公开", "内部", "秘密", "机密", "绝密")


def section_of(key: str) -> str:
    return key.partition(".")[0]


def is_guarded(key: str) -> bool:
    return section_of(key) in GUARDED


def must_be_changeable(key: str) -> None:
    """Raises BadConfig."""
    if key in FILE_ONLY:
        raise BadConfig(_("{key}：只能由系统管理员在服务器上的文件里改。", key=key))
    if section_of(key) in ELSEWHERE:
        raise BadConfig(_("{key}：拟办规则在“规则”页修改。", key=key))


def must_hold(key: str, new: Policy, shipped: Policy) -> None:
    """Raises BadConfig where ``key`` is looser than the shipped file has it."""
    if key in (*AT_LEAST, *AT_MOST):
        _must_bound(key, value_of(new, key), value_of(shipped, key))
    if key == "step_up.factor_for" and set(shipped.step_up.factor_for) - set(new.step_up.factor_for):
        raise BadConfig(_("{key}：不能少于随系统的规定。", key=key))
    if key == "step_up.demands" and _asks_less(new, shipped):
        raise BadConfig(_("{key}：不能少于随系统的规定。", key=key))


def value_of(policy: Policy, key: str) -> Any:
    value: Any = policy
    for part in key.split("."):
        value = getattr(value, part)
    return value


def _must_bound(key: str, value: int, floor: int) -> None:
    if key in AT_LEAST and value < floor:
        raise BadConfig(_("{key}：低于底线，不能小于随系统的{floor}。", key=key, floor=floor))
    if key in AT_MOST and (value > floor or (value == 0 and key in NEVER_ZERO)):
        raise BadConfig(
            _("{key}：低于底线，应为1至{floor}。", key=key, floor=floor)
            if key in NEVER_ZERO
            else _("{key}：低于底线，不能大于随系统的{floor}。", key=key, floor=floor)
        )


def _asks_less(new: Policy, shipped: Policy) -> bool:
    acts = {act for demand in shipped.step_up.demands for act in demand.acts}
    return any(
        STRENGTHS.index(new.step_up.needs(act, level)) < STRENGTHS.index(shipped.step_up.needs(act, level))
        for act in acts
        for level in LEVELS
    )
