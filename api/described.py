"""接口文档所说的回答: what every operation may answer, said once for all of them."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

PROBLEM = "application/problem+json"
REFUSALS = {
    "400": "请求无法处理",
    "401": "请先登录",
    "403": "您的角色不办此事",
    "404": "没有这一项，或者不在您的知悉范围",
    "409": "现在不能这样办：已经办过，或者还没到时候",
    "413": "内容太大",
    "415": "只收 JSON（上传文件除外）",
    "422": "填写有误；errors 按栏目写明",
    "503": "没能记入台账，因此没有办理",
    "504": "数据库在记下的那一刻断开，不能确定是否已经办成",
}
SHAPE = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457.  ``code`` is stable, ``title`` is for people.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "needs": {"type": "string", "description": "What the session must prove first."},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def describe(app: FastAPI) -> None:
    """From now on the OpenAPI document says how things are refused, as errors.py does it."""

    def document() -> dict[str, Any]:
        if not app.openapi_schema:
            plain = get_openapi(title=app.title, version=app.version, routes=app.routes)
            app.openapi_schema = _completed(plain)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    shapes = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        shapes.pop(name, None)
    shapes["Problem"] = SHAPE
    refused = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"] |= {
                status: {"description": why, "content": refused} for status, why in REFUSALS.items()
            }
    return schema
