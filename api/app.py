"""The web: every router, the guard before them, and the refusals behind them."""

import asyncio
import logging
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from api import (
    account,
    acts,
    appearance,
    approve,
    archive,
    audit,
    backup_media,
    backups,
    board,
    books,
    bulletin,
    calendar,
    carriers,
    circulate,
    classify,
    clock,
    confirm,
    consents,
    conversation,
    copies,
    dead_letters,
    delegations,
    departures,
    desk,
    desk_bulk,
    desk_events,
    desk_filters,
    desk_preview,
    destroy,
    distribute,
    docs,
    documents,
    drafts,
    engine_state,
    errors,
    evidence,
    factor_resets,
    factors,
    feeds,
    files,
    form_releases,
    health,
    help,
    history,
    initiate,
    likeness,
    matters,
    numbers,
    obligations,
    oidc,
    organs,
    paper_opinions,
    passkeys,
    people,
    phrases,
    policy_changes,
    policy_pages,
    readers,
    reads,
    receive,
    register,
    registration_form,
    relations,
    rights_changes,
    rules,
    scope,
    searching,
    sendings,
    session,
    sign_in_steps,
    signers,
    steering,
    subcases,
    supervise,
    supervision_forms,
    tickets,
    tongue,
    undertake,
    undo,
    urge,
)
from api.bell import Bell
from api.deps import SEATS
from api.described import describe
from api.guard import Guard
from api.measured import Measured
from api.policy_in_force import policy_in_force
from api.rights import listed
from api.step_up import must_be_known
from config.language import _
from gateways import scratch
from gateways.logs import keep_words_out, written

STATIC = Path(__file__).parent / "static"

# Importing a stage hangs its acts on the two doors of acts.py.
STAGES = (
    receive,
    register,
    registration_form,
    approve,
    signers,
    circulate,
    supervise,
    supervision_forms,
    archive,
    destroy,
    copies,
    scope,
    rules,
    steering,
    classify,
    undertake,
    subcases,
)

PAGES = (
    audit,
    clock,
    health,
    help,
    session,
    sign_in_steps,
    appearance,
    tongue,
    oidc,
    confirm,
    account,
    passkeys,
    phrases,
    undo,
    feeds,
    factor_resets,
    factors,
    desk,
    calendar,
    desk_events,
    desk_filters,
    desk_bulk,
    desk_preview,
    searching,
    receive,
    likeness,
    destroy,
    documents,
    drafts,
    initiate,
    obligations,
    matters,
    board,
    bulletin,
    history,
    distribute,
    files,
    books,
    backup_media,
    backups,
    paper_opinions,
    rules,
    form_releases,
    delegations,
    departures,
    carriers,
    consents,
    people,
    rights_changes,
    readers,
    dead_letters,
    engine_state,
    organs,
    numbers,
    policy_pages,
    policy_changes,
    tickets,
    docs,
    acts,
    evidence,
)
PROGRAMS = (
    audit,
    clock,
    session,
    phrases,
    undo,
    feeds,
    confirm,
    factor_resets,
    calendar,
    initiate,
    obligations,
    matters,
    board,
    bulletin,
    receive,
    likeness,
    destroy,
    reads,
    sendings,
    conversation,
    paper_opinions,
    drafts,
    rules,
    form_releases,
    relations,
    urge,
    desk_filters,
    desk_bulk,
    delegations,
    departures,
    carriers,
    consents,
    people,
    rights_changes,
    readers,
    dead_letters,
    backup_media,
    backups,
    engine_state,
    organs,
    numbers,
    policy_pages,
    policy_changes,
    acts,
    evidence,
)


def build() -> FastAPI:
    """The application.  uvicorn calls it: ``uvicorn --factory api.app:build``."""
    must_be_known()
    keep_words_out()
    logging.basicConfig()
    written("", "uvicorn")
    scratch.move_in()  # where a large upload lies while it comes in
    app = FastAPI(
        title=_("机要 Jiyao"),
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(listed), Depends(policy_in_force)],
    )
    app.state.seats = asyncio.Semaphore(SEATS)
    app.state.bell = Bell(app.state.seats)
    app.add_middleware(Guard)
    app.add_middleware(Measured)
    errors.install(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for door in PAGES:
        app.include_router(door.pages)
    for door in PROGRAMS:
        app.include_router(door.api)
    describe(app)
    return app
