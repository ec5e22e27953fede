"""Prefect, configured before it is imported.  Whoever wants a flow or a task takes it from here."""

from collections.abc import Iterator
from contextlib import contextmanager

from config.settings import settings
from gateways.engine.environment import configure

configure(settings())

from prefect import flow, task  # noqa: E402
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: E402

__all__ = ["flow", "task", "without_heartbeat"]


@contextmanager
def without_heartbeat() -> Iterator[None]:
    """The heartbeat's thread is joined in whole seconds at the end of every run; recovery is ours (leases)."""
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield
