"""Every table is a fact, is proved otherwise, or decides nothing; and no fact is changed past the count."""

import ast
import re
from pathlib import Path

import pytest
from sqlmodel import Session, update

from config.settings import settings
from gateways.clock import now
from models import recount, tables
from models.access import Knower
from models.database import unit_of_work
from models.document import Document
from models.fact_kinds import DECIDES_NOTHING, FACTS, PROVED_ELSEWHERE
from models.facts import ChangedInBulk
from models.people import Person
from models.proof import looking_at
from models.sealed import Sealed
from models.tallies import Tampered
from models.verify import verify
from tests.office import Letter
from tests.personas import Cast

ROOT = Path(__file__).parents[2]
RAW = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
BULK = {"update", "delete", "insert"}


def fact_classes() -> set[str]:
    every = [*tables.Table.__subclasses__(), *Sealed.__subclasses__()]
    return {one.__name__ for one in every if one.__tablename__ in FACTS}


def changed_past_the_count(source: str) -> set[str]:
    """Fact tables that a piece of code writes to without objects."""
    found = {name for name in RAW.findall(source) if name in FACTS}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BULK:
            found |= {one.id for one in node.args[:1] if isinstance(one, ast.Name)} & fact_classes()
    return found


def test_every_table_is_one_of_the_three() -> None:
    listed = [*FACTS, *PROVED_ELSEWHERE, *DECIDES_NOTHING]
    assert sorted(listed) == sorted(tables.metadata.tables)


@pytest.mark.parametrize("table", FACTS)
def test_every_road_leads_to_an_owner(table: str) -> None:
    kind = FACTS[table]
    if kind.road:
        assert kind.road in tables.metadata.tables[table].columns
    if kind.via:
        assert "id" in tables.metadata.tables[kind.via].columns
        assert FACTS[kind.via]


@pytest.mark.parametrize("folder", ["models", "flows", "api", "gateways"])
def test_no_code_changes_a_fact_past_the_count(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        if "migrations" not in path.parts:
            assert changed_past_the_count(path.read_text("utf-8")) == set(), path


def test_that_reading_of_the_code_would_see_it() -> None:
    assert changed_past_the_count("session.exec(update(Person).values(active=False))") == {"Person"}
    assert changed_past_the_count("text('DELETE FROM seat WHERE id = 1')") == {"seat"}
    assert changed_past_the_count("session.exec(update(Errand))") == set()


def test_who_tries_is_stopped(cast: Cast) -> None:
    with pytest.raises(ChangedInBulk), unit_of_work() as session:
        session.exec(update(Person).values(active=False))


def test_what_was_rolled_back_to_a_savepoint_is_not_counted(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    with unit_of_work() as session:
        document = session.get_one(Document, letter.id)
        document.pages = 3
        with pytest.raises(PowerCut):
            cut_off(session, Knower(document_id=letter.id, hat="office:YWB", since=now()))
        with session.begin_nested():
            session.add(Knower(document_id=letter.id, hat="office:YGK", since=now()))
        document.copies = 2
    with looking_at(settings().database_url) as connection:
        assert verify(connection).findings == []


class PowerCut(Exception):
    """In the middle of something."""


def cut_off(session: Session, row: Knower) -> None:
    with session.begin_nested():
        session.add(row)
        session.flush()
        raise PowerCut


def test_nothing_more_is_done_on_a_case_whose_tally_was_changed(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    with unit_of_work() as session:
        session.connection().exec_driver_sql("UPDATE tally SET version = version + 7")
    with pytest.raises(Tampered, match="已停止办理"):
        letter.is_registered()
    assert letter.now.number is None


def test_what_was_there_before_there_were_tallies_is_counted_once(cast: Cast) -> None:
    Letter(cast).arrives().is_registered()
    with unit_of_work() as session:
        with pytest.raises(recount.CountedAlready):
            recount.everything(session.connection())
        session.connection().exec_driver_sql("DELETE FROM tally")
        recount.everything(session.connection())
    with looking_at(settings().database_url) as connection:
        assert verify(connection).findings == []
