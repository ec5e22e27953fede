"""现行规矩: asked before every route, once a second by whoever comes first."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from gateways.policy_watch import WATCH

WITHOUT = "/health/live"  # answers while the database does not


async def policy_in_force(request: Request) -> None:
    if WATCH.is_due() and request.url.path != WITHOUT:
        await run_in_threadpool(WATCH.look_if_due)
