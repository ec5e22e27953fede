"""备份的差错: one sentence each, and what to do."""

from config.language import _
from models.errors import Malformed, NotNow


class BadCopy(Malformed):
    def __init__(self) -> None:
        super().__init__(_("这份备份不完整或被改动过，不能使用；请换一份。"))


class NoCopy(Malformed):
    def __init__(self) -> None:
        super().__init__(_("这个文件不是机要的备份。"))


class OtherKey(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这份备份是用另一把备份密钥做的；请用 JIYAO_BACKUP_KEY 指出那把密钥。"))


class NotEmpty(NotNow):
    def __init__(self, where: str) -> None:
        super().__init__(_("{where} 里已有内容；只恢复到空的地方。", where=where))


class Busy(NotNow):
    def __init__(self) -> None:
        super().__init__(_("另一次备份正在进行，请等它做完。"))


class ToolFailed(NotNow):
    def __init__(self, tool: str, said: str) -> None:
        super().__init__(_("{tool} 没有办成：{said}", tool=tool, said=said))


class OtherDatabase(NotNow):
    def __init__(self) -> None:
        super().__init__(
            _("这是 PostgreSQL 的备份；请用 JIYAO_DATABASE_URL 指出 PostgreSQL 上一个空的数据库。")
        )


class NoWay(NotNow):
    def __init__(self, where: str, why: str) -> None:
        super().__init__(_("{where} 写不进去（{why}），没有留下备份。", where=where, why=why))
