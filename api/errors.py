"""The only place that knows HTTP: family of refusal → status, and the page that keeps what was typed."""

import errno
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api import refusals, tongue, turned_away
from api.confirm import ask
from api.cookies import drop
from api.deps import FactorOwed, SignedOut, is_signed_in
from api.described import PROBLEM
from api.notices import said_at
from api.sent import faults, titles
from api.step_up import NotConfirmed
from config.language import _, told
from gateways.directory import WrongPassword
from gateways.logs import code_of
from gateways.shelf import NoRoom
from models.errors import DomainError, Malformed, NotFound, NotNow, NotYours

log = logging.getLogger("jiyao.web")

STATUS = {SignedOut: 401, WrongPassword: 401, NotFound: 404, NotYours: 403, NotNow: 409, Malformed: 422}

DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}

NEVER_KEPT = {"csrf", "version", "password", "again", "code", "answer", "credential", "held"}


class NotRecorded(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("此事没能记入台账或日志，因此没有办理。请稍后再试；仍然不行，请系统管理员检查数据库和磁盘。")
        )


class Unsure(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("数据库在记下此事的那一刻断开，不能确定是否已经办成。请先打开看一看，没有办成的再办一次。")
        )


def install(app: FastAPI) -> None:
    app.add_exception_handler(DomainError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(SQLAlchemyError, _not_recorded)
    app.add_exception_handler(OSError, _no_room)


def status_of(error: DomainError) -> int:
    return next((code for family, code in STATUS.items() if isinstance(error, family)), 400)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    await run_in_threadpool(turned_away.note, request, error)
    field = getattr(error, "field", "")
    wrong = {field: error.said} if field else {}
    return await _answer(request, status_of(error), wrong, error.said, error, await _typed(request))


async def _not_recorded(request: Request, error: Exception) -> Response:
    """What cannot be written down is not done and not shown: a full disk, a database that refuses."""
    log.error("not recorded: %s", type(error).__name__)
    status, refusal = (504, Unsure()) if _lost_its_answer(error) else (503, NotRecorded())
    return await _answer(request, status, {}, refusal.said, refusal, await _typed(request))


def _lost_its_answer(error: Exception) -> bool:
    """A server that died over a COMMIT, which is no statement of ours, may have written it down."""
    return isinstance(error, DBAPIError) and error.connection_invalidated and error.statement is None


async def _no_room(request: Request, error: Exception) -> Response:
    """A file that does not fit on the disk, or a disk that takes none.  Any other trouble is a fault of ours."""
    if not _is_of_the_disk(error):
        raise error
    log.error("no room: %s", code_of(error))
    return await _refused(request, NoRoom())


def _is_of_the_disk(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in DISK


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if any(fault["loc"][0] == "path" for fault in error.errors()):
        return await _refused(request, NotFound())
    sent = refusals.sent_to(request.url.path)
    try:
        if sent and not await run_in_threadpool(is_signed_in, request):
            return await _refused(request, SignedOut())
    except SQLAlchemyError as unread:
        return await _not_recorded(request, unread)
    wrong, why = faults(error.errors(), titles(sent) if sent else {})
    return await _answer(request, 422, wrong, why, Malformed(why), await _typed(request))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _is_of_the_disk(error.__cause__):  # while the body came in
        return await _refused(request, NoRoom())
    words = {404: NotFound().said, 405: _("此处不能这样办。")}.get(error.status_code, _("请求无法处理。"))
    return await _answer(request, error.status_code, {}, words, NotFound(words))


async def _answer(
    request: Request,
    status: int,
    wrong: Mapping[str, str],
    why: str,
    error: DomainError,
    typed: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    if request.url.path.startswith("/api/v1/"):
        return _problem(status, wrong, why, error, tongue.of(request))
    if isinstance(error, SignedOut):
        return refusals.signed_out(request, why, typed) or _to_sign_in(request)
    if isinstance(error, FactorOwed):
        return said_at("/account", "factor-owed")
    if isinstance(error, NotConfirmed):
        return await run_in_threadpool(ask, request, error, await request.form())
    return await run_in_threadpool(refusals.show, request, status, wrong, why, error, typed)


def _problem(
    status: int, wrong: Mapping[str, str], why: str, error: DomainError, language: str
) -> JSONResponse:
    """RFC 9457; ``code`` is stable, ``title`` is for people."""
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": told(why, language),
        "status": status,
        "code": type(error).__name__,
    }
    if isinstance(error, NotConfirmed):
        problem["needs"] = error.needs
    if wrong:
        problem["errors"] = {name: told(why, language) for name, why in wrong.items()}
    return JSONResponse(problem, status_code=status, media_type=PROBLEM)


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
    next = f"?next={request.url.path}" if request.method == "GET" and request.url.path != "/" else ""
    answer = RedirectResponse(f"/sign-in{next}", status_code=303)
    drop(answer)
    return answer


async def _typed(request: Request) -> dict[str, Any]:
    """What was typed, as the form shows it again; files and the forgery word stay out.

    Nothing, where a refusal failed and another answers for it: what was sent is read once, and does not come again.
    """
    kept: dict[str, Any] = {}
    if request.scope.setdefault("jiyao.typed", request) is not request:
        return kept
    form = await request.form() if request.method == "POST" else FormData()
    for name in form:
        values = [value for value in form.getlist(name) if not isinstance(value, UploadFile)]
        if name not in NEVER_KEPT and values:
            kept[name] = values if name in refusals.LISTS else values[0]
    return kept
