"""``run("user", "list")``: the command as somebody types it, on this test's machine."""

from collections.abc import Callable

import pytest
from click.testing import Result
from typer.testing import CliRunner

Run = Callable[..., Result]


@pytest.fixture
def run(database: str) -> Run:
    from api.cli import app

    runner = CliRunner()

    def typed(*words: str, said: str = "") -> Result:
        return runner.invoke(app, list(words), input=said)

    return typed
