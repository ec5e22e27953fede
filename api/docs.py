"""接口文档: the OpenAPI document as a page, served from here, without a foreign script."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages import page

pages = APIRouter(include_in_schema=False)


@pages.get("/api/v1")
def documentation(request: Request) -> HTMLResponse:
    schema = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return page(request, "api.html", operations=operations, schemas=schema["components"]["schemas"])
