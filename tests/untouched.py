"""Nothing half done: every table's rows, every document's line and every file on the disk, before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func
from sqlmodel import select

from config.settings import settings
from models.database import reading
from models.document import Counter, Document
from models.tables import metadata
from models.tasks import Task


def standing() -> dict[str, Any]:
    """How the house stands."""
    with reading() as session:
        rows = {
            table.name: session.connection().execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
        lines = sorted((d.serial, d.stage, d.line, d.title) for d in session.exec(select(Document)))
        numbers = sorted((c.name, c.value) for c in session.exec(select(Counter)))
        waiting = session.exec(select(func.count()).where(Task.closed_at == None)).one()  # noqa: E711
    return {"rows": rows, "documents": lines, "numbers": numbers, "waiting": waiting, "files": kept_files()}


def kept_files() -> list[str]:
    """In the vault, its drafts, and the folder where uploads lie while they come in."""
    folders = (settings().vault_folder, settings().data_dir / "intake")
    return sorted(str(path) for folder in folders for path in folder.glob("**/*") if path.is_file())


@contextmanager
def untouched() -> Iterator[None]:
    """What happens inside leaves no row, no number and no file behind."""
    before = standing()
    yield
    after = standing()
    changed = {what: (before[what], after[what]) for what in before if before[what] != after[what]}
    assert not changed, changed
