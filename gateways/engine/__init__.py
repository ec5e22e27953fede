"""引擎: what the rest of the house may know about Prefect.  Nothing here imports it; gateways.engine.runs does."""

from gateways.engine.environment import HOST, configure, environment, server_command
from gateways.engine.pulse import healthy
from gateways.engine.records import kept
from gateways.engine.standing import Standing, state

__all__ = ["HOST", "Standing", "configure", "environment", "healthy", "kept", "server_command", "state"]
