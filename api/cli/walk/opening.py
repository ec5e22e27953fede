"""开张: migrate, move in, start everything, walk; then serve until Ctrl-C."""

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from api.cli.output import say, table
from api.cli.people import everybody
from api.cli.up import dismiss, household, look_after
from api.cli.walk import premises
from api.cli.walk.browser import Stuck
from api.cli.walk.walking import walk
from config.settings import settings
from models.migrate import upgrade

SHOWN = ("lin", "chen", "fang", "zhou", "wang", "zhao", "luo", "hu", "he", "sun", "wei", "gu", "min", "yan")


@dataclass
class Outcome:
    """How the walk ended."""

    line: str = ""
    problem: str = ""


def open_house(*, walk_only: bool, fresh: bool) -> int:
    """The exit code.  The children are tended from this thread, for they die with the one that started them."""
    folder = premises.take(fresh)
    say(f"演示数据在 {folder}；规矩同 config/policy.toml，只是销毁前的冷静期改为0天，邮件随到随发。")
    upgrade()
    stop, outcome = _told_to_stop(), Outcome()
    web, prefect, clerk = household(settings())
    for child in (web, prefect):
        child.tend()
    say(f"网页在 {settings().public_url} ；演示医院正在开张，引擎正在启动……")
    try:
        password = _move_in(folder, stop)
        walker = Thread(target=_day, args=(password, walk_only, stop, outcome))
        walker.start()
        look_after([web, prefect, clerk], stop)
        walker.join()
    except Stuck as problem:
        outcome.problem = str(problem)
    finally:
        dismiss(web, prefect, clerk)
    return _close(outcome, walk_only)


def _move_in(folder: Path, stop: Event) -> str:
    """The password of everybody; kept from the first time on.  Raises Stuck."""
    seeded = folder / premises.SEEDED
    if seeded.exists():
        return seeded.read_text("utf-8").strip()
    command = [sys.executable, "-m", "flows.demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as seeding:
        while seeding.poll() is None:
            if stop.wait(0.1):
                seeding.terminate()
        password = seeding.stdout.read() if seeding.stdout else ""
    if seeding.returncode:
        raise Stuck("演示数据没有准备好。")
    seeded.write_text(password, "utf-8")
    return password.strip()


def _day(password: str, walk_only: bool, stop: Event, outcome: Outcome) -> None:
    try:
        outcome.line = walk(password, print, stop)
    except Exception as problem:  # whatever it is: told at the end, and everything is stopped in order
        outcome.problem = str(problem) or type(problem).__name__
    if walk_only or outcome.problem:
        stop.set()
        return
    print(outcome.line)
    _welcome(password)


def _welcome(password: str) -> None:
    people = {one["uid"]: one for one in everybody()}
    rows = [(uid, people[uid]["name"], people[uid]["post"], password) for uid in SHOWN]
    table(("账号", "姓名", "职务", "口令"), rows)
    print(
        f"其他账号见 flows/demo/hospital.toml，口令都一样。请打开 {settings().public_url} ，按 Ctrl-C 停止。",
        flush=True,
    )


def _close(outcome: Outcome, walk_only: bool) -> int:
    if outcome.problem:
        say(f"没有走完：{outcome.problem}")
        return 1
    if walk_only:
        print(outcome.line)
    return 0


def _told_to_stop() -> Event:
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    return stop
