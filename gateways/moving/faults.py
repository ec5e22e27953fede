"""搬家的差错: one sentence each, and what to do."""

from config.language import _
from models.errors import NotNow


class StillOpen(NotNow):
    def __init__(self) -> None:
        super().__init__(_("数据库还有程序开着；请先停止机要（jiyao up 或各 systemd 服务），再搬。"))


class NotFromSqlite(NotNow):
    def __init__(self) -> None:
        super().__init__(_("现在用的就是 PostgreSQL；只能从 SQLite 搬到 PostgreSQL。"))


class NotToPostgres(NotNow):
    def __init__(self) -> None:
        super().__init__(_("只能搬到 PostgreSQL：网址应以 postgresql:// 开头。"))


class NotCurrent(NotNow):
    def __init__(self) -> None:
        super().__init__(_("数据库还不是本版本的结构；请先备份，运行 jiyao migrate，再搬。"))


class NotEmpty(NotNow):
    def __init__(self) -> None:
        super().__init__(_("那个 PostgreSQL 数据库里已有内容，不是这里搬到一半的；请另建一个空的数据库。"))


class Unreachable(NotNow):
    def __init__(self, said: str) -> None:
        super().__init__(_("那个 PostgreSQL 数据库打不开：{said}", said=said))


class Unfit(NotNow):
    """``said`` is the server's own sentence, which quotes no value."""

    def __init__(self, table: str, said: str) -> None:
        super().__init__(_("表 {table} 有一行 PostgreSQL 不收：{said}", table=table, said=said))


class Differs(NotNow):
    def __init__(self, tables: str) -> None:
        super().__init__(
            _("搬过去的与原来的不同：{tables}。原来的数据库没有动，可以照旧使用。", tables=tables)
        )
