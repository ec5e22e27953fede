"""The house's processes under the product's own care, and what can be done to them."""

import os
import signal
import sys
from contextlib import suppress
from threading import Event, Thread

from api.cli import children
from api.cli.children import Child
from api.cli.up import household
from config.settings import settings

LOOK_SECONDS = 0.1


class House:
    """Nobody mends anything here: whoever dies is started again as ``jiyao up`` does it.  ``told``: what that said."""

    def __init__(self, *, web: bool = False) -> None:
        children.STEADY_SECONDS = 0  # so many deaths in a row would each cost half a minute's rest
        pages, self.prefect, self.clerk = household(settings())
        self.children = [pages] * web + [self.prefect, self.clerk]
        self.told: list[str] = []
        self._over = Event()
        self._care = Thread(target=self._looks_after, daemon=True)
        self._care.start()

    def loses(self, what: str) -> None:
        """``clerk``: the process in which flows run; ``server``: Prefect's; ``records``: all that it wrote down."""
        {"clerk": lambda: _kill(self.clerk), "server": lambda: _kill(self.prefect), "records": _delete}[
            what
        ]()

    def ends(self) -> None:
        self._over.set()
        self._care.join()
        for child in reversed(self.children):
            child.tell_to_stop()
            child.wait(10)

    def _looks_after(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            for child in self.children:
                if said := child.tend():
                    self.told.append(said)
                    print(said, file=sys.stderr, flush=True)


def _kill(child: Child) -> None:
    process = child.process
    if process:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def _delete() -> None:
    for file in settings().prefect_home.glob("prefect.db*"):
        file.unlink()
