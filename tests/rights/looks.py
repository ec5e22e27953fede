"""What somebody can look at, and the first byte in which two looks differ."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from gateways.clock import now
from models.rulebooks import SHIPPED
from tests.rights.house import House


def looks(house: House, mine: list[UUID], lists: list[UUID]) -> Iterator[str]:
    yield from ("/", "/?folder=late", "/?folder=reads", "/?page=2", "/documents", "/documents?page=2")
    yield from (f"/?folder={one}" for one in ("going", "done", "mine", "chased"))
    yield from ("/?q=来文:卫生 检查", "/?folder=chased&office=YWB", "/documents?level=internal&due=late")
    yield from ("/documents?q=专项检查", "/documents?q=隐于", "/documents?q=通知", "/documents?q=17号")
    yield from ("/documents?stage=registered", "/documents?book=general", "/documents?urgency=flash")
    yield from (
        "/destruction-orders",
        "/delegations",
        "/departures",
        "/people",
        "/rules",
        f"/rules/{SHIPPED}",
    )
    yield from ("/documents/new", "/carriers", "/api/v1", f"/api/v1/rules/{SHIPPED}/preview")
    yield from (
        "/api/v1/tasks",
        "/api/v1/documents?limit=100",
        "/api/v1/documents?q=检查",
        "/api/v1/delegations",
    )
    yield from ("/api/v1/documents?before=14&limit=3", f"/books/registers/general/{now().year}", "/books")
    yield f"/books/catalogues/{now().year}/years10/YZB"
    for order in lists:
        yield f"/destruction-orders/{order}"
    for paper in mine:
        yield from (f"/documents/{paper}", f"/documents/{paper}/preview")
    for paper in mine[:2]:
        yield from (f"/documents/{paper}/history.svg", f"/documents/{paper}/receipts")
        yield from (f"/api/v1/documents/{paper}{part}" for part in ("", "/ledger", "/waits", "/relations"))
        if paper in house.files:
            yield f"/documents/{paper}/files/{house.files[paper]}"


def ask(house: House, uid: str, url: str) -> tuple[Any, ...]:
    answer = house.asker.ask("GET", url, house.cookies[uid])
    assert answer.status < 500, url
    assert not answer.leads_to_sign_in, url
    if answer.body.startswith(b"PK"):
        return answer.status, answer.headers | {"content-length": ""}, parts(answer.body)
    return answer.status, answer.headers, answer.body


def parts(packed: bytes) -> bytes:
    with ZipFile(BytesIO(packed)) as file:
        return b"".join(name.encode() + file.read(name) for name in file.namelist())


def differing(before: dict[str, Any], after: dict[str, Any], url: str) -> str:
    """The first difference, with what stands around it."""
    if not isinstance(before[url][-1], bytes):
        return f"{url}: {before[url]} → {after[url]}"
    one, other = before[url][-1].decode(errors="replace"), after[url][-1].decode(errors="replace")
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    near = slice(max(at - 80, 0), at + 80)
    return f"{url} ({before[url][0]} → {after[url][0]}): …{one[near]}… → …{other[near]}…"
