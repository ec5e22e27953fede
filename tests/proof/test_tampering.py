"""A1, A2: whoever owns the database changes nothing unnoticed, and an honest day raises no alarm."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from random import Random
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from models import ledger
from models.database import unit_of_work
from models.document import Document
from models.proof import Report, looking_at
from models.verify import verify
from tests.proof.roll_backs import WAYS
from tests.proof.tampers import KINDS
from tests.proof.world import World, wanders


def some(few: int, many: int) -> Any:
    """``many`` of them in the larger lane."""
    return pytest.mark.parametrize("times", [few, pytest.param(many, marks=pytest.mark.slow)])


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class Bench:
    """A copy of the database in memory: each tampering is looked at, then taken back."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        with closing(sqlite3.connect(world.kept[-1])) as source:
            source.backup(self.db)
        made = create_engine("sqlite://", creator=lambda: self.db, poolclass=StaticPool)
        self.connection = made.connect()

    @contextmanager
    def with_copy(self, number: int) -> Iterator[None]:
        """An older copy lies beside as ``old``."""
        self.db.execute("ATTACH ? AS old", (str(self.world.kept[number]),))
        try:
            yield
        finally:
            self.db.execute("DETACH old")

    @contextmanager
    def tampered(self) -> Iterator[sqlite3.Connection]:
        self.db.execute("SAVEPOINT tampering")
        try:
            yield self.db
        finally:
            self.db.execute("ROLLBACK TO tampering")
            self.db.execute("RELEASE tampering")

    def look(self) -> Report:
        return verify(self.connection, self.world.heads)


@on_sqlite
@some(240, 2_000)
def test_every_tampering_is_found_and_placed(world: World, times: int) -> None:
    bench, chance = Bench(world), Random(2026)
    assert bench.look().findings == []
    missed = []
    for number in range(times):
        kind = KINDS[number % len(KINDS)]
        with bench.with_copy(chance.randrange(len(world.kept) - 1)), bench.tampered() as db:
            where = kind(db, chance)
            found = [one.where for one in bench.look().findings]
        if not any(one.startswith(where) for one in found):
            missed.append((kind.__name__, where, found))
    assert missed == []
    assert bench.look().findings == []


@on_sqlite
@some(60, 300)
def test_every_way_back_is_found_by_the_anchor_file(world: World, times: int) -> None:
    bench, chance = Bench(world), Random(2027)
    missed = []
    for number in range(times):
        way = WAYS[number % len(WAYS)]
        with bench.with_copy(chance.randrange(len(world.kept) - 1)), bench.tampered() as db:
            where = way(db, chance)
            found = [one.where for one in bench.look().findings]
        if not any(where in one for one in found):
            missed.append((way.__name__, where, found))
    assert missed == []


@on_sqlite
@some(20, 200)
def test_an_honest_day_raises_no_alarm(world: World, times: int) -> None:
    chance = Random(2028)
    for number in range(times):
        wanders(world, chance)
        wanders(world, chance)
        if number % 10 == 0:
            world.anchors()
        assert world.look().findings == [], number


@on_sqlite
def test_with_the_stolen_key_the_past_still_cannot_be_rewritten(world: World) -> None:
    """A3: every code is made anew with the right key, and the anchors say otherwise."""
    letter = world.letters[0]
    with unit_of_work() as session:
        story = ledger.lines_of(session, letter.id)
        story[1].by_name, mac = "别人", story[0].mac
        for entry in story[1:]:
            entry.mac = mac = ledger.seal(entry, mac)
        session.get_one(Document, letter.id).seal = mac
    found = world.look().findings
    assert {"where": letter.now.number, "what": f"台账第{len(story)}行与存证不符"} in map(asdict, found)


@on_sqlite
def test_a_head_that_was_changed_cut_or_left_out_is_found_in_the_file(world: World) -> None:
    heads = world.heads
    for broken, where in (
        ([heads[0].replace('"anchor":1', '"anchor":2'), *heads[1:]], "存证文件第1行"),
        ([*heads[:3], *heads[4:]], "存证文件第4行"),
        ([*heads[:3], heads[3][:100], *heads[4:]], "存证文件第4行"),
        (heads[:-3], "存证文件"),
    ):
        with looking_at(str(world.file)) as connection:
            assert where in [one.where for one in verify(connection, broken).findings]


@on_sqlite
def test_a_file_of_another_house_is_not_believed(world: World) -> None:
    with looking_at(str(world.file)) as connection:
        found = verify(connection, world.heads, trusted=bytes(31) + b"\1").findings
    assert {one.what for one in found if one.where.startswith("存证文件")} == {"签名不符"}
