"""门卫: what every request must pass, and what every answer must carry."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.settings import settings

SAFE = {"GET", "HEAD", "OPTIONS"}

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

TOO_LARGE = "文件太大：最多{most} MB。请压缩或分拆后再签收。"


class TooLarge(Exception):
    """The body went on past the limit."""


class Body:
    """What comes in, counted, so that a body that announces no length is never read past ``most`` bytes."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive, self.most, self.seen = receive, most, 0

    @property
    def over(self) -> bool:
        return self.seen > self.most

    async def __call__(self) -> Message:
        message = {} if self.over else await self.receive()
        self.seen += len(message.get("body", b""))
        if self.over:
            raise TooLarge
        return message


class Guard:
    """Refuses cross-site posts and bodies over the limit; puts the protective headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] not in SAFE and not _from_here(headers):
            await _plain(scope, send, 403, "请求来自别的网站，已拒绝。")
            return
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            await _plain(scope, send, 400, "请求无法处理。")
            return
        body = Body(receive, settings().upload_limit_mb * 1_048_576)
        if int(length[:20]) <= body.most:
            await self._through(scope, body, send)
        if int(length[:20]) > body.most or body.over:
            await _plain(scope, send, 413, TOO_LARGE.format(most=settings().upload_limit_mb))

    async def _through(self, scope: Scope, body: "Body", send: Send) -> None:
        """Whatever the app makes of a body that was cut off, it is not the answer."""
        dressed = _dressed(scope, send)

        async def send_if_whole(message: Message) -> None:
            if not body.over:
                await dressed(message)

        try:
            await self.app(scope, body, send_if_whole)
        except Exception:
            if not body.over:
                raise


def _from_here(headers: Headers) -> bool:
    """A browser says where a post comes from; a program that says nothing carries no cookie by accident."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    return origin is None or origin.partition("//")[2] == headers.get("host")


def _dressed(scope: Scope, send: Send) -> Send:
    kept = "no-store" if not scope["path"].startswith("/static/") else "public, max-age=3600"

    async def send_dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                answer.setdefault(name, value)
            answer.setdefault("Cache-Control", kept)
        await send(message)

    return send_dressed


async def _plain(scope: Scope, send: Send, status: int, words: str) -> None:
    body = words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await _dressed(scope, send)({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
