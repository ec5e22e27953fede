"""迁移: bring the database to the schema this release was written for."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from config.settings import settings
from models.database import engine

FOLDER = Path(__file__).parent / "migrations"


def upgrade(to: str = "head") -> None:
    """Migrate up.  Safe to run by two processes at once: the second waits, then finds nothing to do."""
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    command.upgrade(_config(), to)


def downgrade(to: str) -> None:
    command.downgrade(_config(), to)


def standing() -> tuple[str | None, str | None]:
    """The schema the database has, and the one this release wants."""
    with engine().connect() as connection:
        has = MigrationContext.configure(connection).get_current_revision()
    return has, ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
