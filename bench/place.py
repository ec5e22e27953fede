"""A place of its own for one measurement: a folder, a database with every table, and the people of the tests."""

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import Engine

from config import keys, settings
from gateways.engine import pulse
from models import database
from models.database import unit_of_work
from models.migrate import upgrade
from tests.cluster import server
from tests.personas import Cast, move_in

QUICK = bool(os.environ.get("QUICK"))
SEED = 2026
KINDS = ("sqlite", "postgresql")
KEYS = tempfile.TemporaryDirectory(
    prefix="jiyao-bench-"
)  # two places in one process open each other's titles


@dataclass(frozen=True)
class Place:
    """``bare_url`` names a second, empty database of the same kind."""

    kind: str
    folder: Path
    port: int
    bare_port: int
    bare_url: str
    engine: Engine
    cast: Cast

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def place(kind: str = "sqlite", *, furnished: bool = True) -> Iterator[Place]:
    """Every process started inside finds the same house by its environment; unfurnished, it has no tables yet."""
    folder = Path(tempfile.mkdtemp(prefix="jiyao-bench-"))
    try:
        with server(durable=True) if kind == "postgresql" else nullcontext("") as postgres:
            product, bare = [_new_database(postgres, folder, name) for name in ("jiyao", "bare")]
            port, bare_port, prefect_port = free_ports(3)
            _move(folder, product, port, prefect_port)
            if furnished:
                _settle_in()
            engine = database.engine()
            yield Place(kind, folder, port, bare_port, bare, engine, Cast())
            engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def command(module: str) -> str:
    """How a figure is measured again."""
    return f"{'QUICK=1 ' if QUICK else ''}python -m {module}"


def _new_database(postgres: str, folder: Path, name: str) -> str:
    if not postgres:
        return f"sqlite:///{folder / name}.db"
    name = f"{name}_{uuid4().hex[:8]}"
    admin = postgres.format(name="postgres").replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres.format(name=name)


def _move(folder: Path, url: str, port: int, prefect_port: int) -> None:
    if "prefect" in sys.modules:
        raise RuntimeError("Prefect keeps the first place it was told of: one place to a process")
    os.environ |= {
        "JIYAO_DATA_DIR": str(folder),
        "JIYAO_KEYS_DIR": str(Path(KEYS.name) / "keys"),
        "JIYAO_DATABASE_URL": url,
        "JIYAO_PORT": str(port),
        "JIYAO_PREFECT_PORT": str(prefect_port),
    }
    for known in (settings.settings, keys.keys, database.engine, pulse.pulse):
        known.cache_clear()


def _settle_in() -> None:
    upgrade()
    with unit_of_work() as session:
        move_in(session)


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
