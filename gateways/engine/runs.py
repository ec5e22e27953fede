"""Prefect, configured before it is imported.  Whoever wants a flow or a task takes it from here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from config.settings import settings
from gateways.engine.environment import configure
from gateways.errors import SafeError
from gateways.logs import code_of

configure(settings())

from prefect import flow, task  # noqa: E402
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: E402

__all__ = ["flow", "only_codes", "task", "without_heartbeat"]


@contextmanager
def without_heartbeat() -> Iterator[None]:
    """The heartbeat's thread is joined in whole seconds at the end of every run; recovery is ours (leases)."""
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


def only_codes(step: Callable[..., None]) -> Callable[..., None]:
    """For what becomes a flow or a task: Prefect keeps the text of what it raises, so it raises SafeError alone."""

    @wraps(step)
    def careful(*said: Any, **named: Any) -> None:
        try:
            step(*said, **named)
        except Exception as error:
            raise SafeError(code_of(error)) from None

    return careful
