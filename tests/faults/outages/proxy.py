"""A wire that can be cut: between the house and a real server, so that it is down, slow or silent at will."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

CUT, SILENT = "cut", "silent"


class Wire:
    """``fault``: empty while all is well; ``cut``: whoever calls is hung up on; ``silent``: nothing ever comes back.

    ``slow``: seconds that every piece takes on its way.
    """

    def __init__(self, port: int) -> None:
        self.behind, self.port = port, 0
        self.fault, self.slow = "", 0.0
        self._loop = asyncio.new_event_loop()

    async def _opens(self) -> None:
        self._server = await asyncio.start_server(self._answers, "localhost", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _answers(self, caller: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self.fault == CUT:
            back.transport.abort()
            return
        with suppress(OSError):
            far, forth = await asyncio.open_connection("localhost", self.behind)
            await asyncio.gather(self._carries(caller, forth), self._carries(far, back))

    async def _carries(self, come: asyncio.StreamReader, go: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await come.read(65_536):
                await asyncio.sleep(self.slow)
                if self.fault == CUT:
                    break
                if not self.fault:
                    go.write(piece)
                    await go.drain()
        go.close()


@contextmanager
def wire(port: int) -> Iterator[Wire]:
    """To whatever listens on ``port`` of this machine."""
    made = Wire(port)
    turning = Thread(target=made._loop.run_forever, daemon=True)
    turning.start()
    asyncio.run_coroutine_threadsafe(made._opens(), made._loop).result(10)
    try:
        yield made
    finally:
        made._loop.call_soon_threadsafe(made._loop.stop)
        turning.join(10)
