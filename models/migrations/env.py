"""Alembic's door: the same migrations for SQLite and PostgreSQL, one transaction, one at a time."""

from alembic import context
from sqlalchemy import text

from models.database import engine
from models.tables import metadata

LOCK = 7_302_026  # one number for everybody who migrates this PostgreSQL database


def run() -> None:
    with engine().connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        context.run_migrations()


run()
