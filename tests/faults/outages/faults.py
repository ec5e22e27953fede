"""Thirteen things that go wrong, each for as long as a ``with`` lasts."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.settings import settings
from flows import timetable
from gateways import clock, pdf
from gateways.engine import healthy
from models.database import engine
from tests.engine.machine import until
from tests.faults.outages.moments import MOMENTS
from tests.faults.outages.office import Office
from tests.faults.outages.proxy import CUT, SILENT

Patch = pytest.MonkeyPatch
ALL = frozenset(MOMENTS)


@dataclass(frozen=True)
class Fault:
    """``refused``: moments that may be refused, each with one of these ``words``; ``banner`` says it on every page."""

    strikes: Callable[[Office, Patch], AbstractContextManager[None]]
    refused: frozenset[str] = frozenset()
    words: str = ""
    banner: str = ""


def prefect_down(office: Office, _: Patch) -> AbstractContextManager[None]:
    return _prefect_away(office, CUT)


def prefect_hangs(office: Office, _: Patch) -> AbstractContextManager[None]:
    return _prefect_away(office, SILENT)


@contextmanager
def _prefect_away(office: Office, how: str) -> Iterator[None]:
    """Until it is noticed, and until it is noticed that it is back."""
    office.prefect.fault = how
    until(lambda: not healthy())
    yield
    office.prefect.fault = ""
    until(healthy)


@contextmanager
def smtp_down(office: Office, _: Patch) -> Iterator[None]:
    office.mail.fault = CUT
    yield
    office.mail.fault = ""


@contextmanager
def smtp_slow(office: Office, _: Patch) -> Iterator[None]:
    office.mail.slow = 0.1
    yield
    office.mail.slow = 0


@contextmanager
def ldap_down(office: Office, _: Patch) -> Iterator[None]:
    office.directory.fault = CUT
    yield
    office.directory.fault = ""


@contextmanager
def ldap_slow(office: Office, _: Patch) -> Iterator[None]:
    """Each answer just within its time; a sign-in takes too many of them."""
    office.directory.slow = 0.9
    yield
    office.directory.slow = 0


@contextmanager
def ldap_black_hole(office: Office, _: Patch) -> Iterator[None]:
    office.directory.fault = SILENT
    yield
    office.directory.fault = ""


@contextmanager
def database_locked(_office: Office, _: Patch) -> Iterator[None]:
    """Another program keeps the place of the one writer."""
    thief = sqlite3.connect(_database(), isolation_level=None)
    thief.execute("BEGIN IMMEDIATE")
    yield
    thief.close()


@contextmanager
def disk_full(_office: Office, _: Patch) -> Iterator[None]:
    """To the last byte.  What a checkpoint could still use is used up too."""
    _must_be_mounted()
    ballast = settings().data_dir / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4_096))
    yield
    ballast.unlink()


@contextmanager
def disk_read_only(_office: Office, _: Patch) -> Iterator[None]:
    """As a kernel does that met a bad block.  Somebody who died leaves the write-ahead log behind, as there."""
    _must_be_mounted()
    _leave_the_log_behind()
    _mount("remount,ro")
    yield
    engine().dispose()
    _mount("remount,rw")


@contextmanager
def io_error(_office: Office, monkeypatch: Patch) -> Iterator[None]:
    """Nothing reaches the platter: SQLite's own write to its log fails, and every sync of ours."""

    def fails(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as bad, _unwritable(_database().with_name("jiyao.db-wal")):
        bad.setattr(os, "fsync", fails)
        yield


@contextmanager
def clock_jumps(_office: Office, monkeypatch: Patch) -> Iterator[None]:
    """Back by a day; the clerk sees it at its next tick, and so it does the right time."""

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) - timedelta(days=1)

    with monkeypatch.context() as wrong:
        wrong.setattr(clock, "datetime", Yesterday)
        timetable.WATCH.believes(clock.now())
        yield
    timetable.WATCH.believes(datetime.now(UTC))


@contextmanager
def libre_office_hangs(_office: Office, monkeypatch: Patch) -> Iterator[None]:
    hangs = settings().data_dir.parent / "soffice"
    hangs.write_text("#!/bin/sh\nexec sleep 600\n")
    hangs.chmod(0o755)
    with monkeypatch.context() as bad:
        bad.setattr(pdf, "_soffice", lambda: str(hangs))
        bad.setattr(pdf, "TIMEOUT_SECONDS", 1)
        yield


@contextmanager
def child_out_of_memory(_office: Office, monkeypatch: Patch) -> Iterator[None]:
    """The machine gives none to a child that reads a file or prints one."""
    limit = ["prlimit", f"--as={8 << 20}"]

    def starved(module: str, *words: str) -> list[str]:
        return [*limit, sys.executable, "-m", module, *words]

    with monkeypatch.context() as bad:
        for place in ("gateways.text", "gateways.pdf"):
            bad.setattr(f"{place}.python", starved)
        yield


def _database() -> Path:
    return Path(settings().database_url.removeprefix("sqlite:///"))


def _leave_the_log_behind() -> None:
    look = f"import sqlite3; c = sqlite3.connect({str(_database())!r}); c.execute('SELECT count(*) FROM counter'); "
    keep = "print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", look + keep], stdin=-1, stdout=-1) as one:
        assert one.stdout
        one.stdout.readline()
        engine().dispose()
        one.send_signal(signal.SIGKILL)


def _must_be_mounted() -> None:
    if not settings().data_dir.is_mount():
        pytest.skip("only root may give the house a disk of its own")


def _mount(how: str) -> None:
    subprocess.run(["mount", "-o", how, settings().data_dir], check=True)


@contextmanager
def _unwritable(path: Path) -> Iterator[None]:
    """Whoever has the file open finds that he cannot write to it."""
    handles = {int(one.name) for one in Path("/proc/self/fd").iterdir() if _points(one, path)}
    assert handles, "nobody has it open"
    kept = {handle: os.dup(handle) for handle in handles}
    reader = os.open(path, os.O_RDONLY)
    for handle in handles:
        os.dup2(reader, handle)
    yield
    for handle, before in kept.items():
        os.dup2(before, handle)
        os.close(before)
    os.close(reader)


def _points(link: Path, path: Path) -> bool:
    with suppress(OSError):
        return link.readlink() == path
    return False


NOT_WRITTEN = "没能记入台账或日志，因此没有办理|库房写不进文件，没有保存任何内容|系统暂时"
FAULTS = {
    "prefect-down": Fault(prefect_down, banner="流转引擎暂未就绪"),
    "prefect-hangs": Fault(prefect_hangs, banner="流转引擎暂未就绪"),
    "smtp-down": Fault(smtp_down, banner="邮件暂时发不出去"),
    "smtp-slow": Fault(smtp_slow),
    "ldap-down": Fault(ldap_down, frozenset({"sign-in"}), "目录服务暂时不可用", "目录服务没有应答"),
    "ldap-slow": Fault(ldap_slow, frozenset({"sign-in"}), "目录服务暂时不可用", "目录服务没有应答"),
    "ldap-black-hole": Fault(
        ldap_black_hole, frozenset({"sign-in"}), "目录服务暂时不可用", "目录服务没有应答"
    ),
    "database-locked": Fault(database_locked, ALL, NOT_WRITTEN, "数据库写不进去"),
    "disk-full": Fault(disk_full, ALL, NOT_WRITTEN, "磁盘空间不足"),
    "disk-read-only": Fault(disk_read_only, ALL, NOT_WRITTEN, "数据库写不进去"),
    "io-error": Fault(io_error, ALL, NOT_WRITTEN, "数据库写不进去"),
    "clock-jumps": Fault(clock_jumps, frozenset({"destroy"}), "服务器时钟异常", "服务器时钟被拨回"),
    "libre-office-hangs": Fault(libre_office_hangs, frozenset({"print"}), "LibreOffice 在 1 秒内没有完成"),
    "child-out-of-memory": Fault(
        child_out_of_memory, frozenset({"print", "receive"}), "LibreOffice 没有生成 PDF|文件"
    ),
}
