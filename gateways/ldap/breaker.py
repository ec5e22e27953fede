"""保险丝: a directory that hangs is not asked by everybody; after a rest one asks again for all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock

from gateways.clock import now
from gateways.ldap.dial import Unreachable

FAILURES = 3
REST = timedelta(seconds=30)
RECENT = timedelta(minutes=5)  # a failure that is older says nothing about now
LINES = 8  # conversations at once; a web process has forty threads
QUEUE_SECONDS = 1


class Breaker:
    """Of this process.  ``failures`` in a row open it; one success closes it."""

    def __init__(self) -> None:
        self.failures = 0
        self.until: datetime | None = None
        self.failed_at: datetime | None = None
        self.guard = Lock()
        self.lines = BoundedSemaphore(LINES)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Raises Unreachable at once while it rests, and when every line is taken."""
        self._may_ask(now())
        if not self.lines.acquire(timeout=QUEUE_SECONDS):
            raise Unreachable("busy")
        try:
            yield
        except Unreachable:
            self._failed(now())
            raise
        else:
            self.failures, self.until, self.failed_at = 0, None, None
        finally:
            self.lines.release()

    def is_silent(self, at: datetime) -> bool:
        """Whether the directory gave no answer when it was last asked, just now."""
        return self.failed_at is not None and at - self.failed_at < RECENT

    def _may_ask(self, at: datetime) -> None:
        """The first after the rest asks; the others rest on until it has an answer."""
        with self.guard:
            if self.until and at < self.until:
                raise Unreachable("resting")
            if self.until:
                self.until = at + REST

    def _failed(self, at: datetime) -> None:
        with self.guard:
            self.failures, self.failed_at = self.failures + 1, at
            if self.failures >= FAILURES:
                self.until = at + REST


breaker = Breaker()
