"""A machine of its own for every test: settings, keys, vault, mails and an empty database."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.databases", "tests.personas", "tests.journeys"]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Everything this test writes lies here."""
    from config import keys, settings

    folder = tmp_path / "var"
    folder.mkdir()
    monkeypatch.setenv("JIYAO_DATA_DIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)  # the app points it at this folder
    settings.settings.cache_clear()
    keys.keys.cache_clear()
    yield folder
    settings.settings.cache_clear()
    keys.keys.cache_clear()
