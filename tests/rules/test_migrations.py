"""The migrations lead to the schema the house is written for, up and down, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from models import migrate
from models.database import engine, unit_of_work
from models.people import Office
from models.tables import metadata


def test_the_migrated_schema_is_the_one_the_tables_describe(no_tables: str) -> None:
    migrate.upgrade()
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    has, wants = migrate.standing()
    assert has == wants == "0002"


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
    assert migrate.standing() == ("0002", "0002")
