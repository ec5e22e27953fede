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
        most = settings().upload_limit_mb * 1_048_576
        words = TOO_LARGE.format(most=settings().upload_limit_mb)
        if int(headers.get("content-length") or 0) > most:
            await _plain(scope, send, 413, words)
            return
        try:
            await self.app(scope, _counted(receive, most), _dressed(scope, send))
        except TooLarge:
            await _plain(scope, send, 413, words)


def _from_here(headers: Headers) -> bool:
    """A browser says where a post comes from; a program that says nothing carries no cookie by accident."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    return origin is None or origin.partition("//")[2] == headers.get("host")


def _counted(receive: Receive, most: int) -> Receive:
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge
        return message

    return receive_some


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
