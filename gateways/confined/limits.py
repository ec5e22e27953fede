"""限额: what a child gives up, for good, before it looks at a stranger's file."""

import ctypes
import resource
import sys
from dataclasses import dataclass
from typing import NoReturn

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # <linux/sched.h>
NO_NEW_PRIVILEGES = 38  # <linux/prctl.h>
OUTWARD = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.")


@dataclass(frozen=True)
class Limits:
    """``memory`` in bytes of address space, ``processor`` in seconds, ``file_size`` in bytes of any file it writes.

    ``data`` in bytes: for a program that maps far more than it touches, instead of ``memory``.
    """

    processor: int
    memory: int = resource.RLIM_INFINITY
    data: int = resource.RLIM_INFINITY
    file_size: int = 0
    files: int = 64
    processes: int = 0


READER = Limits(processor=15, memory=512 << 20)
LIBRE_OFFICE = Limits(processor=60, data=768 << 20, file_size=128 << 20, files=512, processes=4_096)


def confine(limits: Limits) -> None:
    """No network, no new rights, and no more than ``limits``."""
    leave_network()
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_DATA, limits.data),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_NPROC, limits.processes),
    ):
        _lower(what, most)


def leave_network() -> bool:
    """Into a network of its own with nothing in it; False where the kernel or the container does not let us."""
    c = ctypes.CDLL(None, use_errno=True)
    return c.unshare(NEW_USER | NEW_NETWORK) == 0 or c.unshare(NEW_NETWORK) == 0


def stay_inside() -> None:
    """A second lock, for Python alone: it opens no socket and starts no program, whatever the kernel allows."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(OUTWARD):
        _stop(event)


def _stop(event: str) -> NoReturn:
    raise PermissionError(f"a confined reader must not {event}")


def _lower(what: int, most: int) -> None:
    """Never above what the machine allows already."""
    _, ceiling = resource.getrlimit(what)
    if ceiling != resource.RLIM_INFINITY and (most == resource.RLIM_INFINITY or most > ceiling):
        most = ceiling
    resource.setrlimit(what, (most, most))
