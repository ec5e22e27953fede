"""迁移: bring the database to the schema this release was written for."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlmodel import Session

from config.language import _
from config.settings import settings
from models import key_watch, past
from models.database import engine
from models.errors import NotNow
from models.tables import metadata

BEFORE, SEALED = "0003", "0004"
MOVED, MOVING_IN = "moved-to-postgresql", "moving-in"  # in place of a version: nobody opens it by mistake


class NewerDatabase(NotNow):
    """An older program would write what the newer one does not understand."""

    def __init__(self, has: str) -> None:
        super().__init__(
            _("数据库是更新的版本用过的（结构版本 {has}），本版本不能打开。请换回新版本的程序。", has=has)
        )


class HasMoved(NotNow):
    def __init__(self) -> None:
        super().__init__(
            _("这个 SQLite 数据库已搬到 PostgreSQL，不再使用；请把 JIYAO_DATABASE_URL 设为新的数据库。")
        )


class HalfHere(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这个数据库搬到一半；请在原来的设置下再运行一次 jiyao migrate --to，会接着搬。"))


class NotUnicode(NotNow):
    """PostgreSQL would count bytes for characters, and cut a title in the middle of one."""

    def __init__(self, encoding: str) -> None:
        super().__init__(
            _(
                "PostgreSQL 数据库的编码是 {encoding}，要用 UTF8。"
                "请重建一个空库：createdb --encoding=UTF8 --template=template0，再启动。",
                encoding=encoding,
            )
        )


FOLDER = Path(__file__).parent / "migrations"


def upgrade(to: str = "head", tell: Callable[[int], None] = lambda _sealed: None) -> None:
    """Migrate up.  Safe to run by two processes at once: the second waits, then finds nothing to do.

    Old words are sealed in many small transactions, so that breaking off loses little; ``tell`` hears how many yet.
    Raises KeyLost, NotUnicode, NewerDatabase, HasMoved, HalfHere before anything is touched.
    """
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    key_watch.must_be_here()
    must_be_unicode(engine())
    must_not_be_newer()
    if to in ("head", SEALED) and (standing()[0] or BEFORE) < SEALED:
        command.upgrade(_config(), BEFORE)
        _seal_the_past(tell)
    command.upgrade(_config(), to)


def _seal_the_past(tell: Callable[[int], None]) -> None:
    sealed = 0
    with Session(engine()) as session:
        for more in past.sealed(session):
            session.commit()
            tell(sealed := sealed + more)


def lay_out(where: Engine) -> None:
    """Every table in another database, which is empty.  Raises NotUnicode."""
    must_be_unicode(where)
    command.upgrade(_config(where), "head")


def downgrade(to: str) -> None:
    command.downgrade(_config(), to)


def standing(where: Engine | None = None) -> tuple[str | None, str | None]:
    """The schema the database has, and the one this release wants."""
    with (where or engine()).connect() as connection:
        has = MigrationContext.configure(connection).get_current_revision()
    return has, head()


def head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def must_be_unicode(where: Engine) -> None:
    """Raises NotUnicode.  SQLite always is."""
    if where.dialect.name == "postgresql":
        with where.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise NotUnicode(encoding)


def must_not_be_newer() -> None:
    """Raises NewerDatabase where a release of later came by here, HasMoved and HalfHere where a house moves."""
    has, _wanted = standing()
    if has in (MOVED, MOVING_IN):
        raise HasMoved() if has == MOVED else HalfHere()
    if has and has not in {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}:
        raise NewerDatabase(has)


def missing() -> list[str]:
    """Tables and columns that this release writes and the database has not: a migration that somebody broke off."""
    found = inspect(engine())
    there = {name: {one["name"] for one in found.get_columns(name)} for name in found.get_table_names()}
    return [
        *sorted(name for name in metadata.tables if name not in there),
        *sorted(
            f"{table.name}.{column.name}"
            for table in metadata.tables.values()
            for column in table.columns
            if table.name in there and column.name not in there[table.name]
        ),
    ]


def _config(where: Engine | None = None) -> Config:
    config = Config(attributes={"engine": where})
    config.set_main_option("script_location", str(FOLDER))
    return config
