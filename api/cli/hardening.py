"""收紧: what a process of the house, and every process it starts, may leave behind on the machine."""

import os
import resource

NOBODY_ELSE = 0o077


def harden() -> None:
    """No memory is written to a disk when a process dies; no file is made that another account can read."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(NOBODY_ELSE)
