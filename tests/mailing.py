"""A house without the digest: whoever is asked is written to at once, at whatever hour the tests run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import policy


@contextmanager
def at_once(folder: Path) -> Iterator[None]:
    """For this process, and every one it starts."""
    rules = folder / "at-once.toml"
    rules.write_text(policy.SHIPPED.read_text("utf-8").replace("digest = true", "digest = false"), "utf-8")
    with pytest.MonkeyPatch.context() as env:
        env.setenv("JIYAO_POLICY", str(rules))
        _forget()
        yield
    _forget()


def _forget() -> None:
    from config.settings import settings

    settings.cache_clear()
    policy.policy.cache_clear()
