"""jiyao up: migrate, then the pages, the Prefect server and the clerk, looked after until told to stop."""

import signal
import socket
import sys
import time
from pathlib import Path
from threading import Event

import typer

from api.cli.children import Child
from api.cli.hardening import harden
from config.settings import Settings, settings
from config.tls import SUITES
from gateways import anchor_file, engine
from models import rollback
from models.database import reading
from models.migrate import upgrade

TEND_SECONDS = 0.5
PAGES_SECONDS = 15  # how long the others wait for the pages, which somebody may be opening already
FINISH_SECONDS = 30  # for what the clerk has begun
LAST_SECONDS = 10
LEAVE_SECONDS = 5  # for answers that are under way when the web stops


def up() -> None:
    """启动机要：迁移数据库，再启动网页、流转引擎（Prefect）和办事员三个进程，谁退出就重启谁。按 Ctrl-C 停止。"""
    harden()
    here = settings()
    _must_be_free(here.host, here.port, "JIYAO_PORT")
    _must_be_free(engine.HOST, here.prefect_port, "JIYAO_PREFECT_PORT")
    upgrade()
    must_stand()
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    web, prefect, clerk = household(here)
    _say(web.tend())
    if _pages_open(here, stop):
        _say(f"机要已启动：{here.public_url}（日志在 {_short(here.data_dir / 'logs')}，按 Ctrl-C 停止）")
    look_after([web, prefect, clerk], stop)
    dismiss(web, prefect, clerk)


def household(here: Settings) -> tuple[Child, Child, Child]:
    """Web, engine and clerk; each can also be run alone with the same command."""
    logs = here.data_dir / "logs"
    web = [
        *(sys.executable, "-m", "uvicorn", "--factory", "api.app:build", "--host", here.host),
        *("--port", str(here.port), "--log-level", "warning", "--no-access-log"),
        *("--timeout-graceful-shutdown", str(LEAVE_SECONDS)),  # a desk listens on and on
        *_over_tls(here),
        "--no-proxy-headers",  # whom to believe about addresses is a setting of ours, see api.address
    ]
    return (
        Child("web", web, logs / "web.log"),
        Child(
            "engine",
            engine.server_command(here),
            logs / "engine.log",
            environment=engine.environment(here),
            well=lambda: engine.healthy() and engine.kept(here),
        ),
        Child("clerk", [sys.executable, "-m", "flows.clerk"], logs / "clerk.log"),
    )


def _over_tls(here: Settings) -> list[str]:
    """TLS 1.2 and 1.3 are what Python's own server side offers."""
    if not here.tls_certificate:
        return []
    files = ["--ssl-certfile", str(here.tls_certificate), "--ssl-keyfile", str(here.tls_key)]
    return [*files, "--ssl-ciphers", SUITES]


def look_after(children: list[Child], stop: Event) -> None:
    """Whoever dies, or lives and does not answer, is started again."""
    while not stop.wait(TEND_SECONDS):
        for child in children:
            _say(child.tend())


def dismiss(web: Child, prefect: Child, clerk: Child) -> None:
    """The clerk finishes what it has begun, and needs Prefect for that."""
    _say("正在停止……")
    for child in (web, clerk):
        child.tell_to_stop()
    clerk.wait(FINISH_SECONDS)
    prefect.tell_to_stop()
    for child in (web, prefect):
        child.wait(LAST_SECONDS)


def must_stand() -> None:
    """Raises RolledBack: an older database than the one that was signed for is not put to work by itself."""
    with reading() as session:
        rollback.must_stand(session, anchor_file.newest())


def _pages_open(here: Settings, stop: Event) -> bool:
    """Whether the pages answered in time; the machine belongs to them until then."""
    until = time.monotonic() + PAGES_SECONDS
    while time.monotonic() < until and not stop.wait(0.1):
        with socket.socket() as probe:
            if probe.connect_ex((here.host, here.port)) == 0:
                return True
    return False


def _must_be_free(host: str, port: int, variable: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            _say(f"端口 {port} 已被占用：请停止占用它的程序，或者用 {variable} 换一个端口。")
            raise typer.Exit(1) from None


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _say(line: str) -> None:
    if line:
        typer.echo(line)
