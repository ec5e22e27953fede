"""核对: every chain, every tally and every anchor, from the database as it lies there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool


@dataclass(frozen=True)
class Finding:
    """``where`` names the document by number, the person by account, or the line; ``what`` is one sentence."""

    where: str
    what: str


@dataclass
class Report:
    """How much was looked at, what does not fit, and what is worth knowing."""

    documents: int = 0
    lines: int = 0
    events: int = 0
    facts: int = 0
    anchors: int = 0
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        self.findings.append(Finding(where, what))


@contextmanager
def looking_at(database: str) -> Iterator[Connection]:
    """A file's path or a URL, as one moment saw it; nothing is written, and no process of the product is needed."""
    url = database if "://" in database else f"sqlite:///{database}"
    engine = _read_only(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _read_only(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    file = Path(url.partition("///")[2]).absolute()
    mode = "mode=ro" if _beside(file, "-wal").exists() else "immutable=1"
    engine = create_engine(f"sqlite:///file:{file}?{mode}&uri=true", poolclass=NullPool)
    event.listen(engine, "connect", _plainly)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _plainly(connection: Any, _record: Any) -> None:
    """No row, however damaged, stops the look at the others."""
    connection.isolation_level = None
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)
