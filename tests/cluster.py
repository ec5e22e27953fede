"""PostgreSQL of our own: a cluster in a folder, run under its own account where we are root, that may be killed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)

# What is thrown away after each test need not survive the machine, nor be swept; a server that is killed keeps what was
# committed.
QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Cluster:
    """Its data, its socket and its log lie in one ``folder``."""

    def __init__(self, folder: Path) -> None:
        assert BIN, "PostgreSQL is not installed (apt-get install postgresql)"
        self.bin, self.folder, self.data = BIN, folder, folder / "data"

    def made(self, *, durable: bool) -> None:
        """Owned by its account, never yet started."""
        if account := self._account():
            os.chown(self.folder, account["user"], account["group"])
        self._run("initdb", "-D", self.data, "-U", "jiyao", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8")
        if not durable:
            with (self.data / "postgresql.auto.conf").open("a") as settings:
                settings.writelines(f"{name} = {value}\n" for name, value in QUICK.items())

    def starts(self) -> None:
        """Raises CalledProcessError."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=200"
        self._run(
            "pg_ctl", "-D", self.data, "-o", options, "-l", self.folder / "log", "-t", "180", "-w", "start"
        )

    def stops_at_once(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def _run(self, program: str, *words: object) -> None:
        subprocess.run(
            [str(one) for one in (self.bin / program, *words)],
            check=True,
            cwd=self.folder,
            capture_output=True,
            **self._account(),
        )

    def _account(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        owner = pwd.getpwnam("postgres")
        return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A cluster in a temporary folder, at work; the prefix of its URLs."""
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="jiyao-pg-")))
    cluster.made(durable=durable)
    cluster.starts()
    try:
        yield f"postgresql+psycopg://jiyao@/{{name}}?host={cluster.folder}"
    finally:
        cluster.stops_at_once()
        shutil.rmtree(cluster.folder, ignore_errors=True)
