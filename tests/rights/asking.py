"""Requests by the ten thousand: the app is called in this thread, without a server and without a client library."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from api.deps import COOKIE

HOST = (b"host", b"testserver")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def leads_to_sign_in(self) -> bool:
        place = self.headers.get("location", "")
        return self.status == 401 or place == "/sign-in" or place.startswith("/sign-in?next=")


@dataclass
class Asker:
    """``ask`` is one request with somebody's cookie; None: nobody's."""

    app: Any
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def ask(
        self,
        method: str,
        url: str,
        cookie: str | None = None,
        *,
        data: dict[str, Any] | None = None,
        json: bytes | None = None,
    ) -> Answer:
        kind, body = b"", b""
        if data is not None:
            kind, body = _parts(data) if url.startswith("/api/") else _form(data)
        if json is not None:
            kind, body = b"application/json", json
        headers = [HOST, (b"content-length", str(len(body)).encode())]
        headers += [(b"content-type", kind)] if kind else []
        headers += [(b"cookie", f"{COOKIE}={cookie}".encode())] if cookie else []
        return self.loop.run_until_complete(self._call(method, url, headers, body))

    async def _call(self, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes) -> Answer:
        path, _, query = url.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("testserver", 80),
        }
        said: list[dict[str, Any]] = []
        incoming = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return incoming.pop() if incoming else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        await self.app(scope, receive, send)
        told = {name.decode(): value.decode() for name, value in said[0]["headers"]}
        return Answer(said[0]["status"], told, b"".join(one.get("body", b"") for one in said[1:]))


def _form(data: dict[str, Any]) -> tuple[bytes, bytes]:
    return b"application/x-www-form-urlencoded", urlencode(data, doseq=True).encode()


def _parts(data: dict[str, Any]) -> tuple[bytes, bytes]:
    """A program sends files, and what goes with them, in parts."""
    fields = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{data[name]}\r\n' for name in data
    )
    return b"multipart/form-data; boundary=x", ("".join(fields) + "--x--\r\n").encode()
