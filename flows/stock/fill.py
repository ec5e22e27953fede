"""Letters by the million: drawn, written and counted a few thousand at a time."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice

from flows.stock.anchored import anchor
from flows.stock.grams import Grams
from flows.stock.ledgers import Row
from flows.stock.letters import House, Letter, Plan
from flows.stock.pour import pour, prepare
from flows.stock.rows import KEPT, OFFICE, ROWS
from flows.stock.tallied import Tallied
from models import masters
from models.anchors import Tally
from models.database import Table, engine, unit_of_work
from models.document import Counter
from models.values import Book

LOT = 5_000  # letters in one transaction: some 200 MB of them


def fill(plan: Plan, *, at: datetime, told: Callable[[int], None] = lambda many: None) -> None:
    """``told`` hears how many letters were written since it heard last.  The house has no document yet."""
    with unit_of_work() as session:
        house = House.of(session, at)
        masters.add(session, masters.FIRST, at=at)
    grams, letters = Grams(), plan.letters(at)
    while lot := list(islice(letters, LOT)):
        _write(house, lot)
        for letter in lot:
            grams.enter(letter)
        told(len(lot))
    grams.pour()
    _count(plan, at)
    anchor(at)
    engine().dispose()
    vacuum()


def vacuum() -> None:
    """What PostgreSQL's autovacuum would do within a minute; SQLite gets no such help in the product either."""
    if engine().dialect.name == "postgresql":
        with engine().connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")  # no transaction may be open
            alone.exec_driver_sql("VACUUM (ANALYZE)")


def _write(house: House, letters: Iterable[Letter]) -> None:
    left, tallied = _left(house, letters)
    with unit_of_work() as session:
        prepare(session)
        for table, rows in left.items():
            pour(session, table, rows)
        pour(session, Tally, tallied.rows())


def _left(house: House, letters: Iterable[Letter]) -> tuple[dict[type[Table], list[Row]], Tallied]:
    left: dict[type[Table], list[Row]] = {table: [] for table in ROWS}
    tallied = Tallied()
    drawn = [(left[table], str(table.__tablename__), of) for table, of in ROWS.items()]
    for letter in letters:
        for kept, name, of in drawn:
            rows = list(of(house, letter))
            kept += rows
            tallied.add(letter.id, name, rows)
    return left, tallied


def _count(plan: Plan, at: datetime) -> None:
    """Where the counters stand after so many numbers."""
    last: dict[str, int] = {"document": plan.count}
    for ago in range(-(-plan.count // plan.a_year)):
        year, full = at.year - ago, plan.a_year
        many = min(full, plan.count - ago * full)
        filed = max(0, many - max(0, plan.waiting - ago * full))
        last |= {f"receipt:{year}:{Book.GENERAL}": many, f"archive:{year}:{KEPT}:{OFFICE}": filed}
    with unit_of_work() as session:
        session.add_all([Counter(name=name, value=value) for name, value in last.items() if value])
