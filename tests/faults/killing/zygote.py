"""The mother of the processes: everything is imported once, so that a new one is there in milliseconds.

``python -m tests.faults.killing.zygote PORT``.  A line on the standard input asks for a process:
``web``, ``clerk models.ledger:move after 2`` …; the answer is its number.
"""

import asyncio
import ctypes
import os
import signal
import socket
import sys

import httpx
from fastapi import FastAPI

from api.app import build
from api.cli.children import DIE_WITH_PARENT
from config.keys import secrets_of
from config.settings import settings
from gateways.clock import now
from gateways.logs import code_of, place_of
from models import masters
from models.database import engine, unit_of_work
from tests.faults.killing import points, roles

FELL = "fell.txt"  # who ended by himself, and of what


def main(port: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who is dead is gone
    door = socket.create_server(("127.0.0.1", port), backlog=512)
    app = build()
    secrets_of(settings())
    asyncio.run(_warm(app))
    with unit_of_work() as session:
        masters.to_wrap(session, at=now())
    engine().dispose()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            _live(line.split(), app, door)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


async def _warm(app: FastAPI) -> None:
    """What is made when it is first asked for is made here, once for all."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        await client.post("/api/v1/documents/0/opinion", json={})
        await client.get("/sign-in")


def _live(said: list[str], app: FastAPI, door: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # its own children are waited for
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    role, *where = said
    if where:
        points.arm(f"{where[0]} {where[1]}", int(where[2]))
    try:
        {points.WEB: lambda: roles.web(app, door), points.CLERK: roles.clerk}.get(role, roles.scheduler)()
    except BaseException as error:
        with (settings().data_dir / FELL).open("a") as told:
            told.write(f"{role}: {code_of(error)} at {place_of(error)}\n")
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
