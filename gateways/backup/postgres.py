"""PostgreSQL: its own tools, told where to go by the environment, so that no password stands in a list of processes."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, NullPool, create_engine, inspect, make_url
from sqlalchemy.exc import ProgrammingError

from config.language import _
from gateways.backup.faults import ToolFailed


def dump(url: str, to: Path, snapshot: str) -> None:
    """As the transaction sees it that exported the ``snapshot``.  Raises ToolFailed."""
    _run("pg_dump", url, "-Fc", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}")


def load(dumped: Path, url: str) -> None:
    """All or nothing.  Raises ToolFailed."""
    _run(
        "pg_restore", url, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", dumped
    )


def is_empty(url: str) -> bool:
    engine = create_engine(url, poolclass=NullPool)
    return not inspect(engine).get_table_names()


@contextmanager
def trial(url: str) -> Iterator[str]:
    """A database of this server for as long as it is needed.  Raises ToolFailed where we may not make one."""
    name = f"jiyao_trial_{uuid4().hex[:12]}"
    server = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    except ProgrammingError:
        raise ToolFailed("CREATE DATABASE", _("核对要建一个临时数据库，账户须有 CREATEDB 权限")) from None
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _run(tool: str, url: str, *words: str | Path) -> None:
    place = make_url(url)
    where = ["--dbname", _plain(place)]
    secret = {"PGPASSWORD": str(place.password)} if place.password else {}
    try:
        done = subprocess.run(  # noqa: S603  our own words only, no shell
            [tool, *where, *map(str, words)], env=os.environ | secret, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise ToolFailed(tool, _("本机没有这个命令，请安装 postgresql-client")) from None
    if done.returncode:
        raise ToolFailed(tool, done.stderr.decode("utf-8", "replace").strip().splitlines()[-1][:200])


def _plain(url: URL) -> str:
    """As libpq reads it, without the password."""
    return url.set(drivername="postgresql", password=None).render_as_string()
