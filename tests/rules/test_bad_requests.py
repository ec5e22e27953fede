"""Requests no page of ours makes: an answer below 500, nothing done, and nothing of what was sent repeated."""

from typing import Any
from uuid import uuid4

import pytest

from tests.databases import SQLITE_ONLY
from tests.office import Letter
from tests.personas import Cast
from tests.stages.test_receive import receipt
from tests.stages.test_register import entry
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

CANARY = "CANARY7f3a"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return Letter(cast).arrives(on_paper=False)


@pytest.mark.parametrize(
    "sought", ["%", "_", "'", '"', "\\", "' OR 1=1 --", "*", "\u0000", "🏥", "a" * 100, " "]
)
def test_no_search_is_an_error(letter: Letter, browser: People, sought: str) -> None:
    assert browser("lin").client.get("/documents", params={"q": sought}).status_code == 200
    assert browser("lin").client.get("/api/v1/documents", params={"q": sought}).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/?page=0",
        "/?page=-1",
        "/?page=10001",
        "/?page=999999999999999999999999",
        "/?page=x",
        "/documents?page=0",
        "/documents?page=99999999999999999999",
        "/documents?q=" + "题" * 101,
        "/api/v1/tasks?limit=0",
        "/api/v1/tasks?limit=101",
        "/api/v1/documents?before=x",
        "/api/v1/documents?before=99999999999999999999999",
        "/api/v1/documents?before=-99999999999999999999999",
    ],
)
def test_an_impossible_page_is_refused(letter: Letter, browser: People, url: str) -> None:
    answer = browser("lin").client.get(url)
    assert answer.status_code == 422
    assert "填写有误" in answer.text


@pytest.mark.parametrize("url", ["/?page=10000", "/documents?page=9999", "/?folder=nonsense", "/?folder="])
def test_a_page_beyond_the_last_is_empty_and_says_nothing_silly(
    letter: Letter, browser: People, url: str
) -> None:
    shown = browser("lin").opens(url)
    assert "第 19" not in shown


@pytest.mark.parametrize("garbage", ["x", "1", "..%2f..", "%00", "null", "0" * 400, "{document_id}"])
def test_garbage_in_an_address_is_not_found(letter: Letter, browser: People, garbage: str) -> None:
    lin, real = browser("lin"), letter.id
    for url in (
        f"/documents/{garbage}",
        f"/documents/{real}/files/{garbage}",
        f"/documents/{real}/files/{uuid4()}/pages/{garbage}",
        f"/destruction-orders/{garbage}",
        f"/destruction-orders/{real}/files/{garbage}",
        f"/t/{garbage}",
        f"/api/v1/documents/{garbage}",
        f"/api/v1/documents/{garbage}/ledger",
        f"/books/registers/{garbage}/2026",
        f"/books/registers/general/{garbage}",
        f"/books/catalogues/2026/years10/{garbage}",
        f"/books/registers/general/{'9' * 30}",
    ):
        assert lin.client.get(url).status_code in (404, 307), url
    for place in (
        f"/documents/{garbage}/registration",
        f"/destruction-orders/{garbage}/approval",
        f"/documents/{real}/{garbage}",
        f"/t/{garbage}",
    ):
        sent = {"csrf": lin.csrf} | entry() | {"decision": "noted"}
        with untouched():
            assert lin.client.post(place, data=sent).status_code in (404, 405, 422), place


def test_an_unknown_field_is_refused_wherever_it_is_put(letter: Letter, browser: People) -> None:
    lin, place = browser("lin"), f"/documents/{letter.id}/registration"
    for name in ("stage", "owner_id", "number", "by", "serial", "line", "received_at", CANARY):
        with untouched():
            shown = lin.posts(place, expect=422, **entry(**{name: "destroyed"}))
            told = lin.calls("POST", place, 422, json=entry(**{name: "destroyed"}))
        assert "表单中有不认识的栏目" in shown
        assert "表单中有不认识的栏目" in told["title"]
        assert CANARY not in str(told)
    with untouched():
        lin.posts("/documents", expect=422, **receipt(stage="archived"))
        lin.posts("/destruction-orders", expect=422, number="1", words="x", method="粉碎", approver="x")


def test_what_was_sent_is_never_repeated_to_a_program(letter: Letter, browser: People) -> None:
    lin, place = browser("lin"), f"/documents/{letter.id}/registration"
    bad: list[dict[str, Any]] = [
        {"json": entry(issue_date=CANARY)},
        {"json": entry(copies=CANARY, doc_kind=CANARY, checks=CANARY)},
        {"json": entry(title={CANARY: CANARY})},
        {"json": entry(**{CANARY: CANARY})},
        {"json": [CANARY]},
        {"json": CANARY},
        {"content": f'{{"title": "{CANARY}'},
        {"json": entry(action=CANARY, level="secret")},
        {"json": entry(version=CANARY)},
        {"json": entry(title="题" * 400 + CANARY)},
        {"json": entry(doc_number=CANARY * 9)},
    ]
    for said in bad:
        with untouched():
            answer = lin.client.post(f"/api/v1{place}", **said)
        assert answer.status_code == 422, said
        assert CANARY not in answer.text, said
        assert answer.headers["content-type"] == "application/problem+json"
        assert any("\u4e00" <= one <= "\u9fff" for one in answer.json()["title"]), "a Chinese sentence"


@SQLITE_ONLY
def test_what_a_form_sends_to_a_program_is_turned_away_unread(letter: Letter, browser: People) -> None:
    lin, place = browser("lin"), f"/api/v1/documents/{letter.id}/registration"
    plain = {"content": CANARY, "headers": {"content-type": "text/plain"}}
    for said in (plain, {"data": {CANARY: CANARY}}):
        with untouched():
            answer = lin.client.post(place, **said)
        assert answer.status_code == 415
        assert CANARY not in answer.text


@pytest.mark.parametrize("body", [b"", b"--b\r\n", b"--b\r\nContent-Disposition: x\r\n\r\n", b"\x00\xff"])
@SQLITE_ONLY
def test_a_broken_form_is_no_server_error(letter: Letter, browser: People, body: bytes) -> None:
    lin = browser("lin")
    for kind in ("multipart/form-data", "multipart/form-data; boundary=b", "text/plain", "application/json"):
        for place in ("/documents", f"/documents/{letter.id}/registration", "/sign-in", "/nowhere", "/"):
            with untouched():
                answer = lin.client.post(place, content=body, headers={"content-type": kind})
            assert 400 <= answer.status_code < 500, (place, kind, answer.status_code)


@SQLITE_ONLY
def test_other_verbs_do_nothing(letter: Letter, browser: People) -> None:
    lin = browser("lin")
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "PROPFIND"):
        for url in ("/", f"/documents/{letter.id}", f"/documents/{letter.id}/registration", "/documents"):
            with untouched():
                assert lin.client.request(method, url).status_code in (403, 404, 405), (method, url)


@pytest.mark.parametrize(
    ("uid", "password"),
    [("", ""), ("lin\u0000", "x"), ("lin", "x" * 100_000), ("\ud800".encode("utf-8", "replace"), "x"), ("x" * 999, "x")],
)  # fmt: skip
def test_a_strange_sign_in_is_refused_like_any_other(
    browser: People, cast: Cast, uid: str, password: str
) -> None:
    answer = browser(None).client.post("/sign-in", data={"uid": uid, "password": password})
    assert answer.status_code == 401
    assert "账号或口令不对。" in answer.text
    assert password not in answer.text or len(password) < 2
