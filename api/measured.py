"""计时: how long this process takes until an answer begins, and how answers end; never by whom or for what."""

import time

from prometheus_client import CollectorRegistry, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REGISTRY = CollectorRegistry()
ANSWERS = Histogram(
    "jiyao_answer_seconds",
    "Time until an answer of this process begins",
    ("door", "outcome"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
DOORS = (("/static/", "static"), ("/api/", "program"), ("/health/", "watch"), ("/metrics", "watch"))


class Measured:
    """Outside everything, so that what the guard refuses counts too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                outcome = f"{message['status'] // 100}xx"
                ANSWERS.labels(door_of(scope["path"]), outcome).observe(time.perf_counter() - began)
            await send(message)

        await self.app(scope, receive, noting)


def door_of(path: str) -> str:
    return next((door for start, door in DOORS if path.startswith(start)), "page")
