"""The year in the numbers that papers are given while the tests run."""

from gateways.clock import today

YEAR = today().year
