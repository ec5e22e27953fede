"""共用的引擎: one Prefect server on PostgreSQL with Redis for its messages, and a worker that takes up its runs."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from bench.place import Place, free_ports
from bench.processes import running, wait_for_engine
from config.settings import settings
from gateways.engine import environment, server_command

ROOT = Path(__file__).parents[1]
POOL = "clerks"
MESSAGES = "prefect-redis==0.3.0"  # of this bench alone: the product needs neither Redis nor this
ASKS_SECONDS = 0.25  # a worker looks for work so often; it is 10 by default
AT_ONCE = 4  # runs of one worker


@contextmanager
def shared_server(here: Place) -> Iterator[str]:
    """As several hosts would share it; what its messages go over."""
    with redis(here.folder) as messages:
        told = environment(settings()) | _records(here) | messages
        with running(*server_command(settings())[1:], quiet=True, **told):
            wait_for_engine()
            yield "Redis" if messages else "memory: neither redis-server nor its package can be had here"


def _records(here: Place) -> dict[str, str]:
    """A database of its own on the product's server."""
    url = make_url(os.environ["JIYAO_DATABASE_URL"])
    admin = url.set(database="postgres", drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE DATABASE prefect")
    its = url.set(database="prefect", drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    return {"PREFECT_API_DATABASE_CONNECTION_URL": its}


@contextmanager
def redis(folder: Path) -> Iterator[dict[str, str]]:
    """What Prefect is told of it; nothing where it cannot be had."""
    package, server = folder / "prefect-redis", shutil.which("redis-server")
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(package), MESSAGES]
    if not server or subprocess.run(install).returncode:
        yield {}
        return
    [port] = free_ports(1)
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder))
    process = subprocess.Popen([server, *options], stdout=subprocess.DEVNULL)
    try:
        yield _over_redis(f"redis://127.0.0.1:{port}/0") | {"PYTHONPATH": f"{package}:{ROOT}"}
    finally:
        process.terminate()
        process.wait()


def _over_redis(url: str) -> dict[str, str]:
    return {
        "PREFECT_REDIS_MESSAGING_URL": url,
        "PREFECT_SERVER_EVENTS_MESSAGING_BROKER": "prefect_redis.messaging",
        "PREFECT_SERVER_EVENTS_MESSAGING_CACHE": "prefect_redis.messaging",
        "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
        "PREFECT_SERVER_DOCKET_URL": url,
    }


@contextmanager
def pool() -> Iterator[Callable[[list[str], str, UUID], None]]:
    """Gives a run of ``advance`` to the pool; the last word makes that no run is made twice."""
    from prefect.client.orchestration import get_client  # which must find the place

    deployment = asyncio.run(_deployed())
    told = environment(settings()) | {
        "PREFECT_WORKER_QUERY_SECONDS": str(ASKS_SECONDS),
        "PYTHONPATH": str(ROOT),
    }
    worker = (
        "-m",
        "prefect",
        "worker",
        "start",
        "--pool",
        POOL,
        "--type",
        "process",
        "--limit",
        str(AT_ONCE),
    )
    with get_client(sync_client=True) as client, running(*worker, quiet=True, **told) as hands:

        def give(errand_ids: list[str], of: str, once: UUID) -> None:
            client.create_flow_run_from_deployment(
                deployment, parameters={"errand_ids": errand_ids, "of": of}, idempotency_key=str(once)
            )

        yield give
        hands.kill()  # told to stop, it waits for minutes


async def _deployed() -> UUID:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate

    async with get_client() as client:
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        flow = await client.create_flow_from_name("advance")
        return await client.create_deployment(
            flow,
            POOL,
            work_pool_name=POOL,
            entrypoint="bench.pooled.advance",
            enforce_parameter_schema=False,
        )
