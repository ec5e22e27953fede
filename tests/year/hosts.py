"""Three hosts that tick by one database: processes that share nothing else, and die when they are told to."""

import logging
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flows import errands, letters, timetable
from flows.clock_watch import Watch
from gateways import mail
from models import database
from models.outbox import Topic
from tests.year.sky import HOSTS, Sky

ELSEWHERE = {"anchor", "verify_tonight", "hand_over"}  # the proof and the set-up have tests of their own
PATIENCE_SECONDS = 300
LOT = 20
TICK, POST = (
    "tick",
    "post",
)  # a clerk ticks four times a minute, so whose duty it is is settled before mails leave
FORK = get_context("fork")


@dataclass
class Host:
    number: int
    process: Any
    line: Connection


class Hosts:
    """``sent``: a line for every mail that left, written before the database hears of it."""

    def __init__(self, sky: Sky, folder: Path) -> None:
        self.sky, self.sent, self.trouble = sky, folder / "sent.log", folder / "trouble.log"
        self.alive: list[Host] = []
        self.took = {TICK: 0.05, POST: 0.05}  # seconds, the last time

    def start(self) -> None:
        database.engine().dispose()
        self.alive = [self._forked(number) for number in range(HOSTS)]

    def stop(self) -> None:
        """The power fails in all of them."""
        for host in self.alive:
            self._dies(host)
        self.alive = []

    def tick(self, *, kill: int | None = None, after: float = 0) -> None:
        """All at once; one of them dies after that part of the time a step takes, and another comes."""
        dies_in = None if kill is None else int(2 * after)
        for part, order in enumerate((TICK, POST)):
            self._all(order, kill if part == dies_in else None, 2 * after - part)

    def _all(self, order: str, kill: int | None, after: float) -> None:
        began = time.monotonic()
        for host in self.alive:
            host.line.send(order)
        if kill is not None:
            time.sleep(after * self.took[order])
            self._dies(self.alive[kill])
        for host in self.alive:
            if host.number != kill:
                _answers(host)
        if kill is None:
            self.took[order] = time.monotonic() - began
        else:
            database.engine().dispose()
            self.alive[kill] = self._forked(kill)

    def _forked(self, number: int) -> Host:
        ours, theirs = FORK.Pipe()
        process = FORK.Process(target=self._works, args=(number, theirs), daemon=True)
        process.start()
        theirs.close()
        return Host(number, process, ours)

    def _dies(self, host: Host) -> None:
        with suppress(ProcessLookupError):
            os.kill(host.process.pid, signal.SIGKILL)
        host.process.join()
        host.line.close()

    def _works(self, number: int, line: Connection) -> None:
        logging.basicConfig(filename=self.trouble, level=logging.ERROR, force=True)
        self.sky.rules(number)
        errands.HOLDER = timetable.HOLDER = f"host-{number}/clerk"
        timetable.WATCH = Watch(errands.HOLDER)
        letters.mail = _Noted(self.sent)  # type: ignore[assignment]
        rules = [rule for rule in timetable.TIMETABLE if rule.name not in ELSEWHERE]
        came = False
        while order := line.recv():
            try:
                came = came or _takes_over()
                timetable.tick(rules) if order == TICK else _posts()
            except Exception as error:  # as the clerk: the next round comes
                logging.error("nothing done: %s", error)
            line.send(True)

    @property
    def troubles(self) -> list[str]:
        """What went wrong without anybody's death, such as a lock that was held for too long."""
        lines = self.trouble.read_text().splitlines() if self.trouble.exists() else []
        return [line for line in lines if line.startswith("ERROR")]


def _takes_over() -> bool:
    errands.take_over()
    return True


def _posts() -> None:
    while not timetable.stands_aside() and (taken := errands.claim((Topic.LETTER,), most=LOT)):
        errands.do(taken)


class _Noted:
    """The real courier, with a note of each mail that it took."""

    def __init__(self, sent: Path) -> None:
        self._sent = sent

    def send(self, one: mail.Mail) -> None:
        mail.send(one)
        with self._sent.open("a") as log:
            log.write(f"{one.message_id[1:37]}\n")


def _answers(host: Host) -> None:
    assert host.line.poll(PATIENCE_SECONDS), f"host {host.number} does not answer"
    host.line.recv()
