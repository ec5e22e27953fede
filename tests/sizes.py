"""How much of it: what every change is tried with, and with ``SOAK=1`` (``make soak``) what the promises name."""

import os

SOAK = bool(os.environ.get("SOAK"))


def size(usual: int, soak: int) -> int:
    return soak if SOAK else usual
