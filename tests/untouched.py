"""Nothing half done: every table's rows, every document's line and every file on the disk, before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, literal, union_all
from sqlmodel import select

from config.settings import settings
from models.audit import Event
from models.audit_words import Act
from models.database import reading
from models.document import Counter, Document
from models.tables import metadata
from models.tasks import Task

HOW_MANY = union_all(
    *(select(literal(table.name), func.count()).select_from(table) for table in metadata.sorted_tables)
)


def standing() -> dict[str, Any]:
    """How the house stands."""
    with reading() as session:
        rows = dict(session.connection().execute(HOW_MANY).all())
        lines = sorted((d.serial, d.stage, d.line, d.title) for d in session.exec(select(Document)))
        away = session.exec(select(func.count()).where(Event.act == Act.TURNED_AWAY)).one()
        numbers = _without(away, [(c.name, c.value) for c in session.exec(select(Counter))])
        rows |= {"event": rows["event"] - away, "counter": len(numbers)}
        waiting = session.exec(select(func.count()).where(Task.closed_at == None)).one()  # noqa: E711
    return {"rows": rows, "documents": lines, "numbers": numbers, "waiting": waiting, "files": kept_files()}


def _without(away: int, numbers: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The lines that say who was turned away are meant to be left behind."""
    less = sorted((name, value - away if name == "event" else value) for name, value in numbers)
    return [one for one in less if one != ("event", 0)]


def kept_files() -> list[str]:
    """In the vault, its drafts, and the folder where uploads lie while they come in."""
    folders = (settings().vault_folder, settings().data_dir / "intake")
    return sorted(str(path) for folder in folders for path in folder.glob("**/*") if path.is_file())


# What is noted of a file that was handed in, whether it was taken or not.
AT_THE_COUNTER = ("upload_day", "event", "counter")


@contextmanager
def untouched(*besides: str) -> Iterator[None]:
    """What happens inside leaves no row, no number and no file behind, except who was turned away.

    ``besides`` are tables that may grow.
    """
    before = standing()
    yield
    after = standing()
    for table in besides:
        before["rows"].pop(table), after["rows"].pop(table)
    if "event" in besides:
        before["numbers"], after["numbers"] = (_without_journal(one["numbers"]) for one in (before, after))
    changed = {what: (before[what], after[what]) for what in before if before[what] != after[what]}
    assert not changed, changed


def _without_journal(numbers: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [one for one in numbers if one[0] != "event"]
