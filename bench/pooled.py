"""The flow as the process of a worker finds it: Prefect is there first, and has our settings from its environment."""

import importlib

our = importlib.import_module("gateways.engine.environment")
our.configure = lambda _settings: None  # type: ignore[attr-defined]

from flows.advance import advance  # noqa: E402

__all__ = ["advance"]
