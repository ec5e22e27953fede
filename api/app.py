"""The web: every router, the guard before them, and the refusals behind them."""

import asyncio
import tempfile
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import (
    acts,
    approve,
    archive,
    books,
    circulate,
    conversation,
    copies,
    delegations,
    desk,
    destroy,
    distribute,
    docs,
    documents,
    errors,
    files,
    health,
    history,
    paper_opinions,
    reads,
    receive,
    register,
    relations,
    rules,
    sendings,
    session,
    signers,
    steering,
    subcases,
    supervise,
    tickets,
    undertake,
    urge,
)
from api.deps import SEATS
from api.guard import Guard
from config.settings import settings

STATIC = Path(__file__).parent / "static"

# Importing a stage hangs its acts on the two doors of acts.py.
STAGES = (
    receive,
    register,
    approve,
    signers,
    circulate,
    supervise,
    archive,
    destroy,
    copies,
    rules,
    steering,
    undertake,
    subcases,
)

PAGES = (
    health,
    session,
    desk,
    receive,
    destroy,
    documents,
    history,
    distribute,
    files,
    books,
    paper_opinions,
    rules,
    delegations,
    tickets,
    docs,
    acts,
)
PROGRAMS = (
    session,
    receive,
    destroy,
    reads,
    sendings,
    conversation,
    paper_opinions,
    rules,
    relations,
    urge,
    delegations,
    acts,
)


def build() -> FastAPI:
    """The application.  uvicorn calls it: ``uvicorn --factory api.app:build``."""
    tempfile.tempdir = str(_private_folder())  # where a large upload lies while it comes in
    app = FastAPI(
        title="机要 Jiyao", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json"
    )
    app.state.seats = asyncio.Semaphore(SEATS)
    app.add_middleware(Guard)
    errors.install(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for door in PAGES:
        app.include_router(door.pages)
    for door in PROGRAMS:
        app.include_router(door.api)
    return app


def _private_folder() -> Path:
    folder = settings().data_dir / "intake"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
