"""三员的权限: who may do which administrative act.  THE table; an auditor can read this file.

Source: GB/T 22239-2019, 8.1.4.2 d (管理用户权限分离); 保守国家秘密法实施条例 (2024) art. 34.
"""

from config.language import _
from models.errors import NotYours
from models.kinds import Labelled
from models.people import ADMINISTRATORS, Me, NotYourRole, Role


class Power(Labelled):
    KEEP_ACCOUNTS = "keep-accounts", "开立、停用账号，设置部门"
    GRANT_RIGHTS = "grant-rights", "提出授予、撤销角色，调整密级许可和部门"
    UNLOCK = "unlock", "锁定、解锁账号，口令策略"
    READ_USERS_JOURNAL = "read-users-journal", "看业务用户的操作日志"
    READ_ADMINISTRATORS_JOURNAL = (
        "read-administrators-journal",
        "看三员的操作和管理操作的日志，导出、校验",
    )
    SEE_PEOPLE = "see-people", "看人员名册和权限"
    SEE_READERS = "see-readers", "看知悉记录（只有人员和编号）"
    KEEP_MAIL = "keep-mail", "看未送达邮件（只有编号和收件人），重发、放弃"
    SEE_ENGINE = "see-engine", "看引擎状态"
    SEE_BACKUPS = "see-backups", "看备份清单"
    KEEP_MEDIA = "keep-media", "登记备份介质，停用、销毁"
    READ_NUMBERS = "read-numbers", "看编号簿（只有编号）"
    READ_POLICY = "read-policy", "看规矩"
    HANDLE_PAPERS = "handle-papers", "看、办公文内容"
    CHANGE_JOURNAL = "change-journal", "改、删日志"


POWERS: dict[Power, frozenset[Role]] = {
    Power.KEEP_ACCOUNTS: frozenset({Role.SYSTEM_ADMIN}),
    Power.GRANT_RIGHTS: frozenset({Role.SECURITY_ADMIN}),
    Power.UNLOCK: frozenset({Role.SECURITY_ADMIN}),
    Power.READ_USERS_JOURNAL: frozenset({Role.SECURITY_ADMIN}),
    Power.READ_ADMINISTRATORS_JOURNAL: frozenset({Role.AUDITOR}),
    Power.SEE_PEOPLE: frozenset({*ADMINISTRATORS, Role.OFFICE_HEAD, Role.LEADER}),
    Power.SEE_READERS: frozenset({Role.SECURITY_ADMIN}),
    Power.KEEP_MAIL: frozenset({Role.SECRETARY, Role.SYSTEM_ADMIN}),
    Power.SEE_ENGINE: frozenset({Role.SYSTEM_ADMIN}),
    Power.SEE_BACKUPS: frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}),
    Power.KEEP_MEDIA: frozenset({Role.SYSTEM_ADMIN}),
    Power.READ_NUMBERS: frozenset({Role.SECRETARY, Role.OFFICE_HEAD, Role.ARCHIVIST, Role.AUDITOR}),
    Power.READ_POLICY: frozenset({*ADMINISTRATORS, Role.OFFICE_HEAD}),
    Power.HANDLE_PAPERS: frozenset(set(Role) - ADMINISTRATORS),
    Power.CHANGE_JOURNAL: frozenset(),
}

JOURNALS = (Power.READ_USERS_JOURNAL, Power.READ_ADMINISTRATORS_JOURNAL)


class NobodyMay(NotYours):
    def __init__(self, power: Power) -> None:
        super().__init__(_("任何人都不能{power}。", power=power.label))


def holders_of(*powers: Power) -> tuple[Role, ...]:
    """Of any of these, in the order in which pages name roles."""
    return tuple(role for role in Role if any(role in POWERS[power] for power in powers))


def has(me: Me, power: Power) -> bool:
    return bool(me.roles & POWERS[power])


def must_have(me: Me, power: Power) -> None:
    """Raises NotYourRole, NobodyMay."""
    if not POWERS[power]:
        raise NobodyMay(power)
    if not has(me, power):
        raise NotYourRole(holders_of(power))
