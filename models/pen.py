"""笔: whose turn it is to write, and whether what was last tried could be written down.  Both of this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as TooBusy

TURN_SECONDS = 10  # who waits longer would keep a thread from everybody else
NOT_WRITTEN = (OperationalError, InternalError, TooBusy)  # locked, full, read-only, gone

_one_writer = RLock()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """SQLite has one writer.  Threads that queue here get their turn at once; at its lock they would sleep and retry.

    Raises TooBusy behind somebody who waits for a database that is locked from outside.
    """
    if not _one_writer.acquire(timeout=TURN_SECONDS):
        raise TooBusy("no turn to write")
    try:
        yield
    finally:
        _one_writer.release()


class Pen:
    """``dry``: what was last tried could not be written down, whoever tried it."""

    def __init__(self) -> None:
        self.dry = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        try:
            yield
        except NOT_WRITTEN:
            self.dry = True
            raise
        self.dry = False


PEN = Pen()
