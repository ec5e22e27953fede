"""接口文档: the OpenAPI document as a page, served from here, without a foreign script."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reader
from api.pages import page

pages = APIRouter(include_in_schema=False)


@pages.get("/api/v1")
def documentation(request: Request, _me: Reader) -> HTMLResponse:
    return page(request, "api.html", operations=list(operations(request.app.openapi())))


def operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation with the fields it takes."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {})
            named = next(iter(body.values()), {}).get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
            yield {
                "method": method.upper(),
                "path": path,
                "summary": operation.get("summary", ""),
                "fields": _fields(schema["components"]["schemas"].get(named, {})),
            }


def _fields(model: dict[str, Any]) -> list[dict[str, Any]]:
    required = model.get("required", [])
    return [
        {
            "name": name,
            "title": field.get("title", ""),
            "type": field.get("type") or _either(field),
            "required": name in required,
        }
        for name, field in model.get("properties", {}).items()
        if name != "csrf"
    ]


def _either(field: dict[str, Any]) -> str:
    kinds = [one.get("type") or one.get("$ref", "").rsplit("/", 1)[-1] for one in field.get("anyOf", [field])]
    return " | ".join(kinds)
