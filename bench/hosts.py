"""几台机器: two hosts of pages and two of clerks over one PostgreSQL; a clerk's host is cut off in the middle.

``python -m bench.hosts`` as root on Linux; DOCUMENTS makes it smaller.  Nothing may be lost, nothing done twice, and
what the host had begun is taken over when its lease has run out.
"""

import os
import pwd
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

from sqlalchemy import make_url
from sqlmodel import col, select

from bench.figures import record
from bench.network import HERE, NET, Host, hosts
from bench.place import SEED, Place, place
from bench.processes import PATIENCE_SECONDS, Client
from bench.stock import stock
from config.policy import policy
from flows.stock.letters import Letter
from gateways.clock import now
from models.database import engine, reading
from models.outbox import HAND_OVERS, Errand, backlog
from models.people import to_person
from models.tasks import Task
from tests.cluster import BIN
from tests.held import broken

DOCUMENTS = int(os.environ.get("DOCUMENTS", "120"))
PORT, ACTS_A_SECOND = 8000, 2
COMMAND = "python -m bench.hosts"


def main() -> int:
    if os.geteuid():
        print("bench.hosts needs root for its network namespaces", flush=True)
        return 0
    with (
        place("postgresql") as here,
        hosts(here.folder, ["jyweb1", "jyweb2", "jyclerk1", "jyclerk2"]) as four,
    ):
        url = _on_the_wire()
        letters = stock(here.cast, DOCUMENTS, waiting=DOCUMENTS, at=now(), seed=SEED)
        _open(four, url)
        longest, answered, held = _the_work(here, letters, four)
        four[-1].is_back()
        asked = len(_asked(here))
        wrong = {name: said for name, said in broken().items() if name in ("numbers", "decisions", "waiting")}
    lease = policy().leases.outbox_seconds
    told = (
        ("hosts.answered", answered, "signatures answered by two web hosts, one clerk host cut off", "", True),
        ("hosts.held", held, "in the hands of the clerk's host when it was cut off", "≥ 1", held > 0),
        ("hosts.lost", answered - asked, "of them not handed on, or handed on twice", "0", answered == asked),
        ("hosts.broken", len(wrong), "rules of the records that do not hold", "0", not wrong),
        ("hosts.longest", round(longest, 1), "s that a hand-over waited at most", f"≤ {lease + 30}", longest <= lease + 30),
    )  # fmt: skip
    for id, value, unit, goal, holds in told:
        record(id, value, unit, goal, holds, SEED, COMMAND)
        print(f"{value:>8} {unit}{'' if holds else '  NO'}", flush=True)
    print(*(f"{name}: {said[:2]}" for name, said in wrong.items()), sep="\n")
    return 0 if all(one[-1] for one in told) else 1


def _on_the_wire() -> str:
    """The server of this place listens to the bridge too; its URL there."""
    url = make_url(os.environ["JIYAO_DATABASE_URL"])
    folder = Path(str(url.query["host"]))
    with (folder / "data" / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {NET}.0/24 trust\n")
    engine().dispose()
    options = f"-k {folder} -c listen_addresses={HERE} -c max_connections=200"
    owner = pwd.getpwnam("postgres")
    subprocess.run(
        [str(BIN / "pg_ctl"), "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "restart"],
        check=True, cwd=folder, capture_output=True, user=owner.pw_uid, group=owner.pw_gid, extra_groups=[],
    )  # fmt: skip
    return url.set(host=HERE, query={}).render_as_string(hide_password=False)


def _open(four: list[Host], url: str) -> None:
    for host in four:
        shared = {"JIYAO_DATABASE_URL": url, "JIYAO_PORT": str(PORT)}
        for name in ("web",) if host.name.startswith("jyweb") else ("engine", "clerk"):
            host.starts(name, **shared)
    for host in four[:2]:
        _wait(lambda host=host: _answers(host), f"{host.name} answers")
    for host in four[2:]:
        _wait(lambda host=host: _engine_answers(host), f"the engine of {host.name} answers")


def _answers(host: Host) -> bool:
    line = HTTPConnection(host.address, PORT, timeout=5)
    try:
        line.request("GET", "/health/ready")
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False


def _engine_answers(host: Host) -> bool:
    look = [
        "ip",
        "netns",
        "exec",
        host.name,
        "sh",
        "-c",
        f"ss -ltn | grep -q :{os.environ['JIYAO_PREFECT_PORT']}",
    ]
    return subprocess.run(look, check=False, capture_output=True).returncode == 0


def _the_work(here: Place, letters: list[Letter], four: list[Host]) -> tuple[float, int, int]:
    """The longest that anything owed was owed, signatures answered, and what the host held that was cut off."""
    over, longest = Event(), [0.0]
    watcher = Thread(target=_watch, args=(over, longest))
    watcher.start()
    answered = held = 0
    for n, letter in enumerate(letters):
        answered += _signs(here, four[n % 2], letter)
        if n < len(letters) // 2 or held:
            time.sleep(1 / ACTS_A_SECOND)
        elif held := _cut_off_at_work(four[-1]):
            print(f"{four[-1].name} is cut off after {answered}, with {held} in its hands", flush=True)
    _wait(lambda: len(_asked(here)) >= answered and not _owed()[0], "everything is handed on", 4)
    over.set()
    watcher.join()
    return longest[0], answered, held


def _cut_off_at_work(host: Host) -> int:
    """How much it had in its hands; 0 where it did nothing for a while, and goes on."""
    until = time.monotonic() + 1 / ACTS_A_SECOND
    begun = select(Errand.id).where(
        col(Errand.holder).startswith(host.name),
        col(Errand.done_at).is_(None),
        col(Errand.topic).in_(HAND_OVERS),
    )
    while time.monotonic() < until:
        with reading() as session:
            if held := len(session.exec(begun).all()):
                host.is_cut_off()
                return held
    return 0


def _signs(here: Place, web: Host, letter: Letter) -> bool:
    client = Client(PORT, here.cast.wang)
    client.line = HTTPConnection(web.address, PORT, timeout=PATIENCE_SECONDS)
    sent = {"csrf": client.csrf, "version": 3, "decision": "noted"}
    return client.post(f"/documents/{letter.id}/opinion", **sent) == 303


def _watch(over: Event, longest: list[float]) -> None:
    while not over.wait(0.2):
        _many, since = _owed()
        if since:
            longest[0] = max(longest[0], (now() - since).total_seconds())


def _owed() -> tuple[int, object]:
    with reading() as session:
        return backlog(session, HAND_OVERS, at=now())


def _asked(here: Place) -> list[UUID]:
    """What waits for the next leader, once for each time that he is asked."""
    his = select(Task.subject).where(
        Task.hat == to_person(here.cast.id("zhou")), col(Task.closed_at).is_(None)
    )
    with reading() as session:
        return list(session.exec(his))


def _wait(is_so, what: str, times: int = 3) -> None:
    until = time.monotonic() + times * PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
