"""Prefect flows and the clock: the door the engine comes through."""
