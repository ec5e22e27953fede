"""Alembic's door: the same migrations for SQLite and PostgreSQL, one transaction, one at a time."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text
from sqlmodel.sql.sqltypes import AutoString

from models.database import Lines, Moment, Word, engine
from models.tables import metadata

LOCK = 7_302_026  # one number for everybody who migrates this PostgreSQL database


def plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write columns down in SQLAlchemy's own types: a migration must not change when the house does."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Lines):
        return "sa.Text()"
    if isinstance(item, Word | AutoString):
        return f"sa.String({item.length or ''})" if isinstance(item, AutoString) else "sa.String(32)"
    return False


def run() -> None:
    with engine().connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=plain,
        )
        context.run_migrations()


run()
