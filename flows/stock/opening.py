"""开一家大的：an empty database becomes the demo hospital with as many filed papers as one likes."""

import shutil
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import inspect, text

from config.settings import settings
from flows.demo.hospital import move_in
from flows.stock.fill import fill
from flows.stock.letters import Plan
from models.database import engine, reading, unit_of_work
from models.document import Document
from models.errors import NotNow
from models.migrate import upgrade
from models.people import Person

WAITING, KNOWN = 40, 300  # of the newest, whatever the number
BYTES = 12_000  # of one document on SQLite, its indexes included


class NotEmpty(NotNow):
    def __init__(self) -> None:
        super().__init__(
            "这个库里已有人员或公文。充填只用于空库，不与真的公文混在一起；请另选数据目录或另建一个库。"
        )


class NoRoom(NotNow):
    def __init__(self, documents: int, needed: float, free: float) -> None:
        super().__init__(f"{documents:,} 件约需 {needed:.1f} GB，盘上只剩 {free:.1f} GB。")


def open_house(documents: int, seed: int, *, at: datetime, told: Callable[[int], None]) -> Plan:
    """Makes the folder and the tables too.  Raises NotEmpty, NoRoom."""
    settings().data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    _must_be_empty()
    _must_have_room(documents)
    upgrade()
    with unit_of_work() as session:
        move_in(session)
    plan = Plan(documents, seed, min(WAITING, documents), min(KNOWN, documents))
    fill(plan, at=at, told=told)
    return plan


def _must_be_empty() -> None:
    """Asked before anything is migrated: this may be somebody's house, of another release."""
    there = inspect(engine()).get_table_names()
    for table in {str(Person.__tablename__), str(Document.__tablename__)}.intersection(there):
        with reading() as session:
            if session.connection().execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first():  # noqa: S608
                raise NotEmpty


def _must_have_room(documents: int) -> None:
    """A PostgreSQL server may stand elsewhere."""
    needed, free = documents * BYTES, shutil.disk_usage(settings().data_dir).free
    if engine().dialect.name == "sqlite" and free < needed:
        raise NoRoom(documents, needed / 1e9, free / 1e9)
