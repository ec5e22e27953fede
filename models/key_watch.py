"""守钥: a key with which something here was made is never made anew; without it the house does not open."""

from sqlalchemy import inspect, text

from config import keys
from config.errors import BadConfig
from config.keys import ANCHOR, AUDIT, INDEX, MASTER
from config.language import _, listed
from config.settings import settings
from models.database import reading
from models.search import CODE

# What would not exist without the key; before there was an index key, pieces of titles stood as they are written.
MADE_WITH = {
    MASTER: "content_key",
    AUDIT: "event",
    INDEX: f"gram WHERE length(piece) = {CODE}",
    ANCHOR: "anchor",
}


class KeyLost(BadConfig):
    def __init__(self, names: list[str]) -> None:
        super().__init__(
            _(
                "密钥 {names} 不见了（应在 {keys_folder}）"
                "，而数据库里已有用它做成的记录。请从密钥备份恢复后再启动，"
                "不要新建：换了密钥，旧内容打不开、找不到，审计也对不上。",
                names=listed(names),
                keys_folder=settings().keys_folder,
            )
        )


def must_be_here() -> None:
    """Also makes what an older release had not.  Raises KeyLost."""
    if gone := lost():
        raise KeyLost(gone)
    keys.complete(settings())


def lost() -> list[str]:
    if not (missing := keys.missing(settings())):
        return []
    with reading() as session:
        there = inspect(session.connection()).get_table_names()
        made = {
            name: table for name, table in MADE_WITH.items() if name in missing and table.split()[0] in there
        }
        first = {name: text(f"SELECT 1 FROM {table} LIMIT 1") for name, table in made.items()}  # noqa: S608
        return [name for name, row in first.items() if session.connection().execute(row).first()]
