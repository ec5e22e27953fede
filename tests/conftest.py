"""A machine of its own for every test: settings, keys, vault, mails and an empty database."""

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as drawn

from tests.sizes import SOAK

pytest_plugins = ["tests.personas", "tests.databases", "tests.journeys"]


# What every change is tried with is drawn the same way every time; what was never drawn before is for the long run.
drawn.register_profile("usual", derandomize=not SOAK)
drawn.load_profile("usual")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: at the end no worker waits for another's."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What stays to the end is not looked through again at every collection: an eighth of all processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


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
