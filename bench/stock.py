"""Letters by the thousand, written past the verbs."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from random import Random
from uuid import UUID

from bench.letters import A_YEAR, House, Letter
from bench.pour import pour
from bench.rows import ROWS, Row
from bench.titles import issuer_and_title
from models.database import engine, unit_of_work
from models.document import Counter
from models.search import Gram, pieces_of
from tests.personas import Cast

CACHE_KB = 500_000  # while writing; the connection is not used again


def stock(
    cast: Cast,
    count: int,
    *,
    at: datetime,
    seed: int,
    waiting: int = 0,
    known: int = 0,
    signed: bool = False,
) -> list[Letter]:
    """Writes ``count`` letters and returns them, newest first.

    The newest ``waiting`` wait for 王建国, or, once he has ``signed``, for the engine to ask 周明华.
    He knows of the newest ``known``.
    """
    house = House(at, *(cast.id(uid) for uid in ("lin", "chen", "wang", "zhou")))
    letters = list(_invented(Random(seed), count, at.year, waiting, known, signed))
    with unit_of_work() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.connection().exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KB}")
        for table, rows in ROWS.items():
            pour(session, table, chain.from_iterable(rows(house, letter) for letter in letters))
        pour(session, Gram, _grams(letters))
        session.add(Counter(name="document", value=count))
    engine().dispose()
    _let_the_planner_know()
    return letters[::-1]


def _invented(
    random: Random, count: int, year: int, waiting: int, known: int, signed: bool
) -> Iterator[Letter]:
    for serial in range(1, count + 1):
        ids = tuple(UUID(int=random.getrandbits(128), version=4) for _ in range(5))
        waits = serial > count - waiting
        yield Letter(
            serial,
            year - (count - serial) // A_YEAR,
            ids,
            *issuer_and_title(random),
            waits=waits,
            known=waits or serial > count - known,
            signed=waits and signed,
        )


def _let_the_planner_know() -> None:
    """What PostgreSQL's autovacuum would do within a minute; SQLite gets no such help in the product either."""
    if engine().dialect.name == "postgresql":
        with unit_of_work() as session:
            session.connection().exec_driver_sql("ANALYZE")


def _grams(letters: list[Letter]) -> Iterator[Row]:
    """In the order of the index, which is many times faster to write."""
    entered: dict[str, list[int]] = defaultdict(list)
    for letter in letters:
        named = (letter.title, letter.issuer, letter.doc_number, letter.number)
        for piece in {piece for text in named for piece in pieces_of(text, single=True)}:
            entered[piece].append(letter.serial)
    for piece in sorted(entered):
        yield from ({"piece": piece, "serial": serial} for serial in entered[piece])
