"""Fixtures of the journey tests: the app, and a browser for everybody."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.page_client import Browser
from tests.personas import Cast


@pytest.fixture
def app(database: str) -> Any:
    from api.app import build

    return build()


@pytest.fixture
def browser(app: Any, cast: Cast) -> Callable[[str | None], Browser]:
    """``browser("lin")`` is 林晓梅 signed in; ``browser(None)`` is anybody."""
    opened: dict[str | None, Browser] = {}

    def of(uid: str | None = None) -> Browser:
        if uid not in opened:
            opened[uid] = Browser(app, cast, uid)
        return opened[uid]

    return of
