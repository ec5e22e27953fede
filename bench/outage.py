"""停摆: the inbox while Prefect, mail server and directory all hang at once and people try to sign in all the same."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from bench.place import QUICK, SEED, Place, command, place
from bench.processes import Client, serving
from bench.stock import stock
from bench.told import Told, tell
from config import policy
from config.settings import settings
from flows import errands
from flows.stock.letters import Letter
from gateways.clock import now
from models.database import unit_of_work
from models.haste import Haste
from models.letters import LetterKind, write
from models.outbox import GRACE, Topic, owe
from models.people import Person

LETTERS, WAITING = (200, 50) if QUICK else (2_000, 200)
LOOKS, CLIENTS, STRANGERS = (120 if QUICK else 600), 4, 4
P95 = 1.0
SENTENCES = ("流转引擎暂未就绪", "邮件暂时发不出去", "目录服务没有应答")


def main() -> int:
    with place() as here, ExitStack() as silent:
        letters = stock(here.cast, LETTERS, waiting=WAITING, at=now(), seed=SEED)
        _all_hang(*(silent.enter_context(_black_hole()) for _ in range(3)))
        _something_is_owed(here, letters[0])
        with serving("api.app:build", here.port):
            answers = _looked_at(here)
            page = Client(here.port, here.cast.wang).get("/")[1].decode()
    figures = _figures(answers, [one for one in SENTENCES if one in page])
    tell("outage", figures, SEED, command("bench.outage"))
    return 0 if all(one.holds for one in figures) else 1


@contextmanager
def _black_hole() -> Iterator[int]:
    """A port that takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as door:
        yield door.getsockname()[1]


def _all_hang(prefect: int, smtp: int, ldap: int) -> None:
    os.environ |= {
        "JIYAO_PREFECT_PORT": str(prefect),
        "JIYAO_SMTP_HOST": "127.0.0.1",
        "JIYAO_SMTP_PORT": str(smtp),
        "JIYAO_SMTP_TLS": "none",
        "JIYAO_SMTP_TIMEOUT_SECONDS": "2",
        "JIYAO_DIRECTORY": "ldap",
        "JIYAO_LDAP_URL": f"ldap://127.0.0.1:{ldap}",
        "JIYAO_LDAP_BIND_DN": "cn=jiyao,dc=hospital,dc=cn",
        "JIYAO_LDAP_BIND_PASSWORD": "service-secret-9",
        "JIYAO_LDAP_BASE": "dc=hospital,dc=cn",
    }
    settings.cache_clear()
    policy.policy.cache_clear()


def _something_is_owed(here: Place, letter: Letter) -> None:
    """A hand-over, and a mail that was tried in vain."""
    with unit_of_work() as session:
        owe(session, Topic.ADVANCE, letter.id, at=now())
        write(
            session,
            session.get_one(Person, here.cast.id("wang")),
            LetterKind.CLOCK_HELD,
            at=now(),
            how=Haste.NOW,
        )
    errands.do(errands.claim([Topic.LETTER], 1, ahead=GRACE))


def _looked_at(here: Place) -> list[tuple[int, float]]:
    """Status and seconds of every look at the desk, with strangers at the door all the while."""
    over = threading.Event()
    strangers = [threading.Thread(target=_knocks, args=(here.port, over)) for _ in range(STRANGERS)]
    for one in strangers:
        one.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as people:
            turns = [Client(here.port, here.cast.wang) for _ in range(CLIENTS)]
            return [one for some in people.map(_looks, turns) for one in some]
    finally:
        over.set()
        for one in strangers:
            one.join()


def _looks(client: Client) -> list[tuple[int, float]]:
    return [_timed(client) for _ in range(LOOKS // CLIENTS)]


def _timed(client: Client) -> tuple[int, float]:
    began = time.perf_counter()
    status, _ = client.get("/")
    return status, time.perf_counter() - began


def _knocks(port: int, over: threading.Event) -> None:
    client = Client(port)
    while not over.wait(0.2):
        client.post("/sign-in", uid="nobody-here", password="杏林春暖 8-trees")


def _figures(answers: list[tuple[int, float]], said: list[str]) -> list[Told]:
    spans = sorted(seconds for _, seconds in answers)
    p95 = round(spans[int(len(spans) * 0.95)] * 1000)
    broken = sum(status >= 500 for status, _ in answers)
    return [
        Told(
            "inbox.p95",
            p95,
            f"ms, {len(answers)} looks, {CLIENTS} people at once",
            "≤ 1000",
            p95 <= P95 * 1000,
        ),
        Told("inbox.5xx", broken, "looks answered with 5xx", "0", not broken),
        Told("banner", len(said), "of three sentences on the page", "3", len(said) == len(SENTENCES)),
    ]


if __name__ == "__main__":
    sys.exit(main())
