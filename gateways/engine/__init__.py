"""引擎: what the rest of the house may know about Prefect.  Nothing here imports it; gateways.engine.runs does."""

from gateways.engine.environment import configure, environment, server_command
from gateways.engine.pulse import healthy
from gateways.engine.standing import Standing, state

__all__ = ["Standing", "configure", "environment", "healthy", "server_command", "state"]
