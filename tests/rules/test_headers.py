"""Every route answers with the protective headers, whoever asks and whatever comes of it (W3, L11)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from api import session
from api.app import build
from api.headers import HEADERS
from config import settings
from tests.databases import SQLITE_ONLY
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast

OURS = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
}
INERT = {"sandbox", "default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"}


def checked(answer: Any) -> Any:
    told = f"{answer.request.method} {answer.request.url.path} {answer.status_code}"
    policy = set(answer.headers["content-security-policy"].split("; "))
    assert policy >= OURS or policy >= INERT, told
    assert not re.search(r"unsafe|\*|https?:|data:|blob:", answer.headers["content-security-policy"]), told
    for name, value in HEADERS.items():
        assert name == "Content-Security-Policy" or answer.headers[name] == value, f"{told}: {name}"
    kept = answer.headers["cache-control"]
    assert "no-store" in kept or answer.request.url.path.startswith("/static/"), told
    assert says_what_it_is(answer.headers.get("content-type", ""), answer.content), told
    return answer


def says_what_it_is(kind: str, content: bytes) -> bool:
    """Text says in which characters it is written; JSON is UTF-8 by definition (ASVS V4.1.1)."""
    media, _, rest = kind.partition(";")
    written = re.match(r"text/|.*[/+]xml$", media)
    return not content or (
        media == "application/json" or ("/" in media and ("charset=utf-8" in rest) >= bool(written))
    )


def asked(letter: Letter) -> Iterator[tuple[str, str]]:
    """Every method of every route, with the paper's id where an id belongs."""
    for route in iter_route_contexts(build().routes):
        path = re.sub(r"\{[^}]*\}", letter.id.hex, route.path)
        yield from ((method, path) for method in route.methods or ("GET",))


@pytest.fixture
def letter(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered()
    return letter


@SQLITE_ONLY
def test_every_route_carries_them_for_a_stranger_and_for_somebody_signed_in(
    cast: Cast, letter: Letter
) -> None:
    lin, nobody = Browser(build(), cast, "lin"), Browser(build(), cast)
    routes = sorted(set(asked(letter)))
    assert len(routes) > 150, "the walk sees the routes"
    assert {path.split("/")[1] for _, path in routes} >= {"api", "documents", "static", "sign-in", "t"}
    for method, path in routes:
        checked(nobody.client.request(method, path))
        if "sign-out" not in path and "session" not in path:
            checked(lin.client.request(method, path))


def test_refusals_and_what_lies_on_the_shelf_carry_them_too(cast: Cast) -> None:
    nobody = TestClient(build(), follow_redirects=False)
    for path, status in (
        ("/nowhere", 404),
        ("/static/nowhere.js", 404),
        ("/static/app.js", 200),
        ("/static/vendor/htmx.min.js", 200),
        ("/api/v1/openapi.json", 200),
        ("/api/v1/nowhere", 404),
    ):
        assert checked(nobody.get(path)).status_code == status
    assert checked(nobody.put("/sign-in")).status_code == 405
    assert (
        checked(nobody.post("/sign-in", headers={"origin": "https://elsewhere.example"})).status_code == 403
    )
    assert checked(nobody.post("/sign-in", headers={"content-length": "-1"})).status_code == 400
    assert checked(nobody.post("/sign-in", headers={"content-length": "9" * 12})).status_code == 413


def test_an_answer_that_breaks_carries_them_and_tells_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("关于某事的通知")

    monkeypatch.setattr(session, "page", broken)
    answer = checked(TestClient(build(), raise_server_exceptions=False).get("/sign-in"))
    assert answer.status_code == 500
    assert "系统内部出错" in answer.text
    assert "通知" not in answer.text


@pytest.mark.parametrize(
    ("kind", "fine"),
    [
        ("text/html; charset=utf-8", True),
        ("text/html", False),
        ("image/svg+xml", False),
        ("application/xml", False),
        ("image/svg+xml; charset=utf-8", True),
        ("application/problem+json", True),
        ("application/pdf", True),
        ("", False),
    ],
)
def test_text_without_its_characters_would_be_seen(kind: str, fine: bool) -> None:
    assert says_what_it_is(kind, b"words") is fine


@pytest.mark.parametrize("secure", [True, False])
def test_a_house_on_https_stays_there(cast: Cast, monkeypatch: pytest.MonkeyPatch, secure: bool) -> None:
    monkeypatch.setenv("JIYAO_PUBLIC_URL", f"http{'s' * secure}://jiyao.hospital.local")
    settings.settings.cache_clear()
    told = TestClient(build()).get("/health/live").headers.get("strict-transport-security", "")
    assert told == ("max-age=31536000; includeSubDomains" if secure else "")
