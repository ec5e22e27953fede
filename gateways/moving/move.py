"""搬: table by table, some rows at a time; compared row by row before the old house is closed and the new one opened."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, inspect

from config.language import listed
from config.settings import settings
from gateways import anchor_file
from gateways.moving import source, target
from gateways.moving.faults import Differs, NotCurrent, NotFromSqlite, NotToPostgres
from models import heads, key_watch, migrate
from models.database import engine
from models.facts import columns_of
from models.migrate import MOVED, HasMoved
from models.proof import Report, looking_at
from models.proof_rows import rows
from models.tables import metadata
from models.tallies import MODULUS, row_code
from models.verify import verify

Step = Callable[[], None]


@dataclass(frozen=True)
class Moved:
    """A table: how many rows, and the sum of their codes, the same on both sides."""

    name: str
    rows: int
    digest: str


def moved(to: str, step: Step) -> list[Moved]:
    """``step`` is called after every few rows.  Broken off, it goes on from there when it is run again.

    Raises NotFromSqlite, NotToPostgres, Unreachable, StillOpen, HasMoved, NotCurrent, NotEmpty, Unfit, Differs.
    """
    here = settings().database_url
    if not here.startswith("sqlite"):
        raise NotFromSqlite()
    if not to.startswith("postgresql"):
        raise NotToPostgres()
    key_watch.must_be_here()
    engine().dispose()
    there = target.opened(to)
    with source.alone(here) as old:
        whose = source.whose(old)
        if source.version(old) == MOVED:
            return _through(old, there, whose)
        if source.version(old) != migrate.head():
            raise NotCurrent()
        target.begin(there, whose)
        places = target.places(there)
        for table in metadata.sorted_tables:
            _carry(old, there, table, places.get(table.name, 0), step)
        told = _compared(old, there)
        source.leave(old)
    target.open_house(there)
    return told


def verified(url: str) -> Report:
    """What ``jiyao verify-audit`` says of the new house."""
    with looking_at(url) as connection:
        return verify(connection, anchor_file.lines(anchor_file.path()), heads.public_key())


def many(here: str) -> int:
    """How often ``step`` will be called at most, about."""
    with looking_at(here) as connection:
        there = inspect(connection).get_table_names()
        counts = [
            connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608
            for name in there
        ]
    return sum(-(-count // source.AT_ONCE) for count in counts)


def _through(old: Connection, there: Engine, whose: str) -> list[Moved]:
    """The old house was closed already.  Raises HasMoved where the new one is open."""
    if not target.is_half_here(there, whose):
        raise HasMoved()
    with there.connect() as new:
        told = [_summed(new, table) for table in metadata.sorted_tables]
    target.open_house(there)
    return told


def _carry(old: Connection, there: Engine, table: Table, after: int, step: Step) -> None:
    columns = list(columns_of(table))
    for some in source.batches(old, table, columns, after):
        target.take(there, table.name, columns, list(some))
        step()


def _compared(old: Connection, there: Engine) -> list[Moved]:
    """What does not fit was changed since it was carried, and is carried once more.  Raises Differs."""
    told = [_twice(old, there, table) for table in metadata.sorted_tables]
    if differ := [one.name for one in told if not one.digest]:
        raise Differs(listed(differ))
    return told


def _twice(old: Connection, there: Engine, table: Table) -> Moved:
    should = _summed(old, table)
    for again in (True, False):
        with there.connect() as new:
            if _summed(new, table) == should:
                return should
        if again:
            target.throw_away(there, table.name)
            _carry(old, there, table, 0, lambda: None)
    return Moved(table.name, should.rows, "")


def _summed(connection: Connection, table: Table) -> Moved:
    columns, count, total = columns_of(table), 0, 0
    for row in rows(connection, table.name, columns):
        count += 1
        total = (total + row_code(table.name, columns, dict(zip(columns, row, strict=True)))) % MODULUS
    return Moved(table.name, count, f"{total:032x}")
