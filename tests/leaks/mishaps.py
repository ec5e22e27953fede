"""事故: what goes wrong on this day.  Every one has a mark in its mouth."""

import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from tests.leaks.handing_in import comes_in, is_entered, is_proposed
from tests.leaks.papers import damaged, word_file
from tests.leaks.person import People
from tests.personas import in_days
from tests.stages.test_receive import receipt

# What breaks in the clerk, each once, in the course of the day.
OF_THE_CLERK = (
    "leg", "owed", "form", "letter", "preview", "clerk-vault", "flow", "loop", "outbox",
)  # fmt: skip
OF_THE_CLOCK = ("rule", "tick")  # as soon as it begins
FORGED = "\n2026-11-22 09:00:00 jiyao.web ERROR \x1b[31m"
Mishap = Callable[[], httpx.Response]


def arm(folder: Path, people: People, *names: str) -> None:
    for name in names:
        (folder / name).write_text(people.marks.of(f"broken: {name}"))


def has_struck(folder: Path, name: str) -> bool:
    return (folder / f"{name}.hit").exists()


def victim(people: People, hands_over: Callable[[], None]) -> str:
    """A paper that waits for 王建国's signature."""
    place = comes_in(people, "victim")
    hands_over()
    is_entered(people, place, "victim")
    hands_over()
    is_proposed(people, place, "proposal of the victim")
    hands_over()
    return place


def of_the_pages(people: People, place: str) -> dict[str, Mishap]:
    """What breaks in the pages, and the click that meets it."""
    of = people.marks.of
    rest = {"until": f"{in_days(9):%Y-%m-%d}", "words": of("words when suspending broke")}
    opinion = {"decision": "instruct", "words": of("words when signing broke")}
    back = {"words": of("words when the ledger broke")}
    remark = {"words": of("words when talking broke")}
    return {
        "verb": partial(_post, people, "wang", f"{place}/opinion", **opinion),
        "verb-value": partial(_post, people, "wang", f"{place}/remark", **remark),
        "verb-unicode": partial(_post, people, "lin", f"{place}/suspension", **rest),
        "ledger": partial(_post, people, "wang", f"{place}/send-back", **back),
        "look": lambda: people["wang"].http.get(place),
        "page": lambda: people["wang"].http.get(place),
        "vault": partial(_hands_in, people, word_file(people.marks), "when the disk was full"),
        "reader": partial(_hands_in, people, word_file(people.marks), "when the reader broke"),
    }


def of_people(people: People, place: str) -> dict[str, Mishap]:
    """What people send that is refused: wrong, forged, damaged, or nowhere."""
    of, stranger = people.marks.of, people.stranger()
    forged = of("forged line") + FORGED + of("forged line")
    signs = {"decision": "instruct"}
    wrong = {"uid": "sun", "password": of("wrong password")}
    nobody = {"uid": of("account that is none"), "password": of("another wrong password")}
    return {
        **{
            f"damaged {kind}": partial(_hands_in, people, damaged(people.marks, kind), f"with a damaged {kind}")
            for kind in ("pdf", "docx", "ofd", "png")
        },
        "wrong password": lambda: stranger.post("/sign-in", data=wrong),
        "wrong account": lambda: stranger.post("/sign-in", data=nobody),
        "wrong password of a program": lambda: stranger.post("/api/v1/session", data=nobody),
        "forged account": lambda: stranger.post("/sign-in", data={"uid": forged, "password": forged}),
        "no csrf": lambda: people["wang"].http.post(
            f"{place}/opinion", data=signs | {"csrf": of("forged csrf"), "words": of("words without csrf")}
        ),
        "cross-site": lambda: people["wang"].http.post(
            f"{place}/opinion", data=signs | {"words": of("cross-site")}, headers={"Origin": "http://evil.example"}
        ),
        "too long": partial(_post, people, "wang", f"{place}/opinion", **signs, words=of("too long") * 400),
        "no such choice": partial(_post, people, "wang", f"{place}/opinion", decision=of("no such choice")),
        "no such person": partial(_post, people, "wang", f"{place}/handing-over", person=of("no such person")),
        "broken json": lambda: people["wang"].http.post(
            f"/api/v1{place}/opinion", content=f'{{"words": "{of("broken json")}", '
        ),
        "wrong json": lambda: people["wang"].http.post(
            f"/api/v1{place}/opinion", json={"decision": of("wrong json"), of("strange key"): [of("strange value")]}
        ),
        "not found": lambda: people["wang"].http.get(f"/documents/{of('not found')}"),
        "no such page": lambda: people["wang"].http.get(f"/{of('no such page')}?q={of('query')}"),
        "forged path": lambda: people["wang"].http.get("/%0a%1b%5b31m" + of("forged path")),
        "strange headers": lambda: stranger.get("/", headers={"User-Agent": "Kanarie", "X-Forwarded-For": "Kanarie"}),
        "bad link": lambda: people["wang"].http.get(f"/t/{of('bad link')}"),
        "search": lambda: people["wang"].http.get("/documents", params={"q": of("search")}),
        "no http": lambda: _not_http(people.url, of("no http")),
    }  # fmt: skip


def _post(people: People, uid: str, path: str, **said: Any) -> httpx.Response:
    return people[uid].http.post(path, data={"csrf": people[uid].csrf} | said)


def _hands_in(people: People, files: dict[str, Any], name: str) -> httpx.Response:
    envelope = receipt(
        received_from=people.marks.of(f"sender {name}"), remarks=people.marks.of(f"remarks {name}")
    )
    return people["lin"].http.post("/documents", data={"csrf": people["lin"].csrf} | envelope, files=files)


def _not_http(url: str, mark: str) -> httpx.Response:
    parts = httpx.URL(url)
    with socket.create_connection((parts.host, parts.port or 80), timeout=10) as line:
        line.sendall(f"{mark}\r\n{mark}: {mark}\r\n\r\n".encode())
        return httpx.Response(int(line.recv(200).split()[1]))
