"""A small house with a past."""

from tests.proof.world import world as world
