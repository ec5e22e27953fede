"""A fresh database, a stopped clock, and the people of the hospital."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

DATABASES = [os.environ.get("JIYAO_TEST_DATABASE", "sqlite")]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own for one test: settings, keys, vault and mails under a temporary folder."""
    monkeypatch.setenv("JIYAO_DATA_DIR", str(tmp_path / "var"))
    (tmp_path / "var").mkdir()
    return tmp_path / "var"


@pytest.fixture
def database(data_dir: Path) -> Iterator[str]:
    """An empty database with every table; the URL."""
    from config.settings import settings
    from models import database as house
    from models.tables import metadata

    settings.cache_clear()
    house.engine.cache_clear()
    metadata.create_all(house.engine())
    yield settings().database_url
    house.engine().dispose()
    house.engine.cache_clear()
    settings.cache_clear()


pytest_plugins = ["tests.personas", "tests.journeys"]
