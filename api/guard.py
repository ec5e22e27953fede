"""门卫: what every request must pass, and what every answer must carry."""

import json
import logging
from secrets import token_hex

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import headers as protective
from api import refusals, turned_away
from api.described import PROBLEM
from config.language import Said, _
from config.settings import settings
from gateways.logs import code_of, place_of
from models.errors import NotYours

SAFE = {"GET", "HEAD", "OPTIONS"}
PROGRAMS = "/api/v1/"
TAKES_FORMS = ("/session", "/documents", "/paper-opinion", "/forms")  # a sign-in, and what may bring a file
OF_A_FORM = ("application/x-www-form-urlencoded", "text/plain")  # what any page may send anywhere unasked
CODES = {400: "Malformed", 403: "FromElsewhere", 413: "TooLarge", 415: "NotJson", 500: "Broken"}

log = logging.getLogger("jiyao.web")


class FromElsewhere(NotYours):
    def __init__(self) -> None:
        super().__init__(_("请求来自别的网站，已拒绝。"))


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
            await run_in_threadpool(turned_away.note, Request(scope), FromElsewhere())
            await _stop(scope, send, 403, str(FromElsewhere()))
            return
        if scope["method"] not in SAFE and _is_a_form_for_programs(scope["path"], headers):
            await _plain(scope, send, 415, _("程序接口只收 JSON（上传文件除外）。"))
            return
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            await _plain(scope, send, 400, _("请求无法处理。"))
            return
        body = Body(receive, settings().upload_limit_mb * 1_048_576)
        if int(length[:20]) <= body.most:
            await self._through(scope, body, send)
        if int(length[:20]) > body.most or body.over:
            await _stop(scope, send, 413, _too_large())

    async def _through(self, scope: Scope, body: "Body", send: Send) -> None:
        """Whatever the app makes of a body that was cut off, it is not the answer."""
        dressed, begun = _dressed(scope, send), False

        async def send_if_whole(message: Message) -> None:
            nonlocal begun
            if not body.over:
                begun = True
                await dressed(message)

        try:
            await self.app(scope, body, send_if_whole)
        except Exception as error:
            if body.over:
                return
            mark = token_hex(4)
            log.error("broken %s: %s at %s", mark, code_of(error), place_of(error))
            if not begun:
                await _stop(scope, send, 500, _broken(mark), mark)
            raise  # for the log


def _broken(mark: str) -> Said:
    return _("系统内部出错。请回到上一页，核对是否已经办理，再重试。编号 {mark}", mark=mark)


def _too_large() -> Said:
    most = settings().upload_limit_mb
    return _("文件太大：最多{most} MB。请压缩或分拆后再签收。", most=most)


def _from_here(headers: Headers) -> bool:
    """A browser says where a post comes from; a program that says nothing carries no cookie by accident."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    return origin is None or origin.partition("//")[2] == headers.get("host")


def _is_a_form_for_programs(path: str, headers: Headers) -> bool:
    """A program's door carries no word of the page: whoever comes with a session must speak JSON, as no form can."""
    if not path.startswith(PROGRAMS) or path.endswith(TAKES_FORMS) or "cookie" not in headers:
        return False
    return headers.get("content-type", "").lower().startswith(OF_A_FORM)


def _dressed(scope: Scope, send: Send) -> Send:
    async def send_dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer = MutableHeaders(scope=message)
            for name, value in protective.of(scope["path"]).items():
                answer.setdefault(name, value)
        await send(message)

    return send_dressed


async def _stop(scope: Scope, send: Send, status: int, words: str, code: str = "guard") -> None:
    """As a page for whoever looks at one; in plain words where not even a page can be made; as a program reads it."""
    asked = Headers(scope=scope)
    looks = "text/html" in asked.get("accept", "") or asked.get("hx-request") == "true"
    if not looks or scope["path"].startswith(PROGRAMS):
        await _plain(scope, send, status, words)
        return
    try:
        shown = await run_in_threadpool(refusals.bare, Request(scope), status, words, code)
    except Exception as error:  # what broke the answer may break this page too
        log.error("no page for %s: %s at %s", status, code_of(error), place_of(error))
        await _plain(scope, send, status, words)
    else:
        await _plain(scope, send, status, bytes(shown.body).decode(), b"text/html; charset=utf-8")


async def _plain(
    scope: Scope, send: Send, status: int, words: str, kind: bytes = b"text/plain; charset=utf-8"
) -> None:
    if scope["path"].startswith(PROGRAMS):
        kind, words = PROBLEM.encode(), _as_problem(status, words)
    body = words.encode()
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await _dressed(scope, send)({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _as_problem(status: int, words: str) -> str:
    told = {"type": "about:blank", "title": words, "status": status, "code": CODES[status]}
    return json.dumps(told, ensure_ascii=False)
