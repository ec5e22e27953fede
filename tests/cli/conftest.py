"""``run("user", "list")``: the command as somebody types it, on this test's machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from models.database import engine

Run = Callable[..., Result]


@pytest.fixture
def run(database: str) -> Run:
    from api.cli import app

    runner = CliRunner()

    def typed(*words: str, said: str = "") -> Result:
        return runner.invoke(app, list(words), input=said)

    return typed


@pytest.fixture
def empty(data_dir: Path) -> Iterator[Path]:
    """A machine on which nothing was set up."""
    data_dir.rmdir()
    engine.cache_clear()
    yield data_dir
    engine.cache_clear()
