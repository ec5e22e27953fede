"""The only place that knows HTTP: family of refusal → status, and the page that keeps what was typed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api import refusals
from api.deps import COOKIE, SignedOut, is_signed_in
from api.sent import faults, titles
from gateways.directory import WrongPassword
from models.errors import DomainError, Malformed, NotFound, NotNow, NotYours

STATUS = {SignedOut: 401, WrongPassword: 401, NotFound: 404, NotYours: 403, NotNow: 409, Malformed: 422}


def install(app: FastAPI) -> None:
    app.add_exception_handler(DomainError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)


def status_of(error: DomainError) -> int:
    return next((code for family, code in STATUS.items() if isinstance(error, family)), 400)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    field = getattr(error, "field", "")
    wrong = {field: str(error)} if field else {}
    return await _answer(request, status_of(error), wrong, str(error), error, await _typed(request))


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if any(fault["loc"][0] == "path" for fault in error.errors()):
        return await _answer(request, 404, {}, str(NotFound()), NotFound())
    sent = refusals.sent_to(request.url.path)
    if sent and not await run_in_threadpool(is_signed_in, request):
        return await _refused(request, SignedOut())
    wrong, why = faults(error.errors(), titles(sent) if sent else {})
    return await _answer(request, 422, wrong, why, Malformed(why), await _typed(request))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: str(NotFound()), 405: "此处不能这样办。"}.get(error.status_code, "请求无法处理。")
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
        return _problem(status, wrong, why, error)
    if isinstance(error, SignedOut):
        return _to_sign_in(request)
    return await run_in_threadpool(refusals.show, request, status, wrong, why, error, typed)


def _problem(status: int, wrong: Mapping[str, str], why: str, error: DomainError) -> JSONResponse:
    """RFC 9457; ``code`` is stable, ``title`` is for people."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": why,
        "status": status,
        "code": type(error).__name__,
    }
    if wrong:
        told["errors"] = dict(wrong)
    return JSONResponse(told, status_code=status, media_type="application/problem+json")


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
    next = f"?next={request.url.path}" if request.method == "GET" and request.url.path != "/" else ""
    answer = RedirectResponse(f"/sign-in{next}", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


async def _typed(request: Request) -> dict[str, Any]:
    """What was typed, as the form shows it again; files and the forgery word stay out."""
    kept: dict[str, Any] = {}
    form = await request.form() if request.method == "POST" else FormData()
    for name in form:
        values = [value for value in form.getlist(name) if not isinstance(value, UploadFile)]
        if name not in ("csrf", "version", "password") and values:
            kept[name] = values if name in refusals.LISTS else values[0]
    return kept
