"""Pages drawn a moment ago: few, for a short time, in memory only."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from threading import Lock

from gateways.clock import now

MOST = 24 << 20  # bytes
LIFE = timedelta(minutes=5)


class Kept:
    """The oldest go first; what has lain longer than ``LIFE`` is gone, destroyed documents' pages among it."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.size = most, 0
        self._pages: OrderedDict[Hashable, tuple[datetime, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> bytes | None:
        with self._lock:
            self._drop_old()
            found = self._pages.get(key)
            return found[1] if found else None

    def put(self, key: Hashable, content: bytes) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = (now(), content)
            self.size += len(content)
            while self.size > self.most:
                self._drop(next(iter(self._pages)))

    def _drop_old(self) -> None:
        over = now() - LIFE
        for key in [key for key, (since, _) in self._pages.items() if since < over]:
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        _, content = self._pages.pop(key, (None, b""))
        self.size -= len(content)
