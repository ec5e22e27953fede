"""角色: what a person may be asked to do, and who of them are 三员."""

from enum import StrEnum

from config.language import each


class Role(StrEnum):
    """What a person may be asked to do.  Granted here; a directory gives identity only."""

    SECRETARY = "secretary"
    OFFICE_HEAD = "office-head"
    LEADER = "leader"
    DEPARTMENT_HEAD = "department-head"
    HANDLER = "handler"
    ARCHIVIST = "archivist"
    SYSTEM_ADMIN = "system-admin"
    SECURITY_ADMIN = "security-admin"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = each(
    {
        Role.SECRETARY: "机要秘书",
        Role.OFFICE_HEAD: "办公室主任",
        Role.LEADER: "院领导",
        Role.DEPARTMENT_HEAD: "部门负责人",
        Role.HANDLER: "承办人",
        Role.ARCHIVIST: "档案员",
        Role.SYSTEM_ADMIN: "系统管理员",
        Role.SECURITY_ADMIN: "安全保密管理员",
        Role.AUDITOR: "安全审计员",
    }
)

ADMINISTRATORS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
SPEAKS_FOR_OFFICE = {Role.DEPARTMENT_HEAD, Role.HANDLER}
