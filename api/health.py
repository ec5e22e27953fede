"""Is it alive, is it ready: for the supervisor and the person with one server."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlmodel import text

from models.database import reading

pages = APIRouter(include_in_schema=False)


@pages.get("/livez")
def alive() -> dict[str, str]:
    return {"status": "ok"}


@pages.get("/readyz")
def ready() -> JSONResponse:
    """503 while the database cannot be read.  Prefect, mail and directory may be down: the office goes on."""
    with reading() as session:
        session.connection().execute(text("SELECT count(*) FROM counter"))
    return JSONResponse({"status": "ok"})
