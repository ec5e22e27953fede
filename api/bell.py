"""门铃: one watcher in this process asks now and then whose work changed, and rings for the desks that stand open.

Whoever listens holds no connection and no seat: the watcher takes a seat for one short question at a time.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from gateways.clock import now
from models import desk_pulse
from models.database import reading
from models.desk_pulse import Change

log = logging.getLogger("jiyao.web")

EVERY_SECONDS = 2.0
LATELY = timedelta(seconds=60)  # an act bears the moment it began, and is there when it commits
MOST = 500  # desks in one process; the others look again by themselves


@dataclass(eq=False)
class Listener:
    """One open desk: rung when something changed for one of its hats."""

    hats: frozenset[str]
    rung: asyncio.Event = field(default_factory=asyncio.Event)


class Bell:
    def __init__(self, seats: asyncio.Semaphore) -> None:
        self.seats = seats
        self.listeners: set[Listener] = set()
        self.known: set[Change] | None = None
        self.watch: asyncio.Task[None] | None = None

    @property
    def is_full(self) -> bool:
        return len(self.listeners) >= MOST

    @contextmanager
    def listening(self, hats: frozenset[str]) -> Iterator[Listener]:
        listener = Listener(hats)
        self.listeners.add(listener)
        if self.watch is None or self.watch.done():
            self.watch = asyncio.create_task(self._watch())
        try:
            yield listener
        finally:
            self.listeners.discard(listener)

    async def _watch(self) -> None:
        """As long as anybody listens."""
        self.known = None
        while self.listeners:
            async with self.seats:
                changed = await run_in_threadpool(self._changed)
            for listener in self.listeners:
                if changed & listener.hats:
                    listener.rung.set()
            await asyncio.sleep(EVERY_SECONDS)

    def _changed(self) -> set[str]:
        """The hats for which something changed since the last question; of the first one, none."""
        try:
            with reading() as session:
                found = desk_pulse.since(session, now() - LATELY)
        except SQLAlchemyError as error:
            log.warning("the desks are not told of changes: %s", type(error).__name__)
            return set()
        new = found - self.known if self.known is not None else set()
        self.known = found
        return desk_pulse.hats(new)
