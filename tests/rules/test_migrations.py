"""The migrations lead to the schema the house is written for, up and down, on both databases."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, event, insert, inspect
from sqlalchemy import Table as Rows
from sqlmodel import select

from gateways.clock import now
from models import migrate, rounds
from models.database import build_engine, engine, reading, unit_of_work
from models.document import Document
from models.fact_kinds import FACTS
from models.people import Office, to_person
from models.readings import Reading
from models.rounds import Decision
from models.tables import metadata
from tests.databases import create, drop


def test_the_migrated_schema_is_the_one_the_tables_describe(no_tables: str) -> None:
    migrate.upgrade()
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    has, wants = migrate.standing()
    assert has == wants == "0006"


def test_down_and_up_again_leaves_a_working_house(no_tables: str) -> None:
    migrate.upgrade()
    with unit_of_work() as session:
        session.add(Office(code="JYS", name="机要室"))
    migrate.downgrade("base")
    assert set(inspect(engine()).get_table_names()) <= {"alembic_version"}
    migrate.upgrade()
    with unit_of_work() as session:
        session.add(Office(code="JYS", name="机要室"))


def test_migrating_twice_changes_nothing(no_tables: str) -> None:
    migrate.upgrade()
    migrate.upgrade()
    assert migrate.standing() == ("0006", "0006")


@pytest.mark.parametrize("no_tables", ["sqlite"], indirect=True)
def test_a_migration_that_leaves_an_orphan_is_taken_back(no_tables: str) -> None:
    migrate.upgrade()
    with closing(sqlite3.connect(str(engine().url.database), isolation_level=None)) as careless:
        careless.execute(
            "INSERT INTO recovery_code (digest, person_id, made_at) VALUES ('x', 'nobody', '2026-11-24')"
        )
    with pytest.raises(RuntimeError, match="rows without their owner"):
        migrate.downgrade("0005")
    assert migrate.standing() == ("0006", "0006")


@pytest.mark.parametrize("no_tables", ["sqlite"], indirect=True)
def test_a_house_that_is_up_to_date_is_not_looked_through(no_tables: str) -> None:
    """Every start comes by here: with a million papers it took ten seconds."""
    migrate.upgrade()
    heard: list[str] = []
    event.listen(engine(), "before_cursor_execute", lambda *said: heard.append(said[2]))
    migrate.upgrade()
    assert heard
    assert not [said for said in heard if "check" in said]


@pytest.mark.postgres
def test_a_database_that_counts_bytes_is_refused(postgres: str, data_dir: Path) -> None:
    """What ``initdb`` makes where nobody set a language."""
    create(postgres, "bytes", like="template0", options="ENCODING SQL_ASCII LC_COLLATE 'C' LC_CTYPE 'C'")
    counting = build_engine(postgres.format(name="bytes"))
    with pytest.raises(migrate.NotUnicode, match="编码是 SQL_ASCII，要用 UTF8"):
        migrate.lay_out(counting)
    counting.dispose()
    drop(postgres, "bytes")


COUNTED = "0004"  # from here on each fact is counted in a tally


def test_what_a_later_release_adds_to_a_fact_may_be_empty(no_tables: str) -> None:
    """Rows that are there already were counted without it: anything but NULL would look like tampering."""
    migrate.upgrade(COUNTED)
    lying = inspect(engine())
    for name in FACTS.keys() & set(lying.get_table_names()):
        before = {column["name"] for column in lying.get_columns(name)}
        filled = [
            column.name
            for column in metadata.tables[name].columns
            if column.name not in before and not column.nullable
        ]
        assert filled == [], f"{name}: {filled}"


LEADER, PAPER, PLAN = uuid4(), uuid4(), uuid4()
BEFORE: list[tuple[str, dict[str, Any]]] = [
    ("office", {"code": "YLD"}),
    ("person", {"id": LEADER, "uid": "wang", "office_code": "YLD", "clearance": "internal"}),
    ("document", {"id": PAPER, "stage": "registered", "line": 2, "addressees": "[]", "attachments": "[]",
                  "level": "internal", "urgency": "routine"}),
    ("entry", {"document_id": PAPER, "line": 2, "move": "register", "stage": "registered", "mac": "f" * 64}),
    ("proposal", {"id": PLAN, "document_id": PAPER, "by": LEADER, "assistants": "[]", "readers": "[]"}),
    ("step", {"id": uuid4(), "proposal_id": PLAN, "rank": 1, "signer_id": LEADER, "decision": "instructed",
              "words": "同意。"}),
    ("step", {"id": uuid4(), "proposal_id": PLAN, "rank": 2, "signer_id": LEADER}),
    ("reading", {"id": uuid4(), "document_id": PAPER, "rank": 1, "reader_id": LEADER}),
]  # fmt: skip


def write(connection: Connection, table: Rows, said: dict[str, Any]) -> None:
    """A row of the schema as it was then; what is not said is empty."""
    plain = connection.dialect.name == "sqlite"
    told = {name: value.hex if plain and isinstance(value, UUID) else value for name, value in said.items()}
    for column in table.columns:
        if column.name not in told and not column.nullable:
            empty = {int: 1, bool: True, datetime: now()}.get(column.type.python_type, "")
            told[column.name] = empty
    connection.execute(insert(table), told)


def house_of(version: str) -> None:
    """Rows as a release of that time left them."""
    migrate.upgrade(version)
    then = MetaData()
    then.reflect(engine())
    with engine().begin() as connection:
        for name, said in BEFORE:
            write(connection, then.tables[name], said)


def test_what_was_signed_before_there_were_seats_is_still_signed(no_tables: str) -> None:
    house_of("0001")
    migrate.upgrade()
    with reading() as session:
        seats = rounds.all_seats(session, PLAN)
        assert [(seat.hat, seat.decision, seat.words) for seat in seats] == [
            (to_person(LEADER), Decision.INSTRUCTED, "同意。"),
            (to_person(LEADER), None, ""),
        ]
        assert seats[0].whose == LEADER
        assert session.get_one(Document, PAPER).seal == "f" * 64
        assert session.exec(select(Reading)).one().proposal_id == PLAN


def test_what_was_signed_in_a_seat_goes_back_to_its_step(no_tables: str) -> None:
    house_of("0001")
    migrate.upgrade("0002")
    migrate.downgrade("0001")
    with engine().connect() as connection:
        kept = connection.exec_driver_sql("SELECT decision, words FROM step ORDER BY rank").all()
    assert [tuple(one) for one in kept] == [("instructed", "同意。"), (None, "")]
