"""W3: what is typed stays text in Chromium; what a page may run, load or keep is said by us and by nobody else."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from gateways import vault
from gateways.clock import now
from models.database import unit_of_work
from models.document import Document
from models.files import FileRole
from models.people import Office, Person
from models.receive import Receipt
from tests.browser.moves import IN_CHROMIUM, Open
from tests.browser.payloads import PAYLOADS
from tests.office import Letter
from tests.personas import Cast
from tests.running import House

pytestmark = [*IN_CHROMIUM, pytest.mark.timeout(900)]

LISTENING = """document.addEventListener("securitypolicyviolation", (refused) =>
    console.error("CSP " + refused.violatedDirective + " " + refused.blockedURI))"""
READ_ALONE = re.compile(r"/sign-out|/files/|/forms/|/preview|\?|#|^/t/")


@dataclass
class Watch:
    """What a page did while somebody looked at it."""

    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Page:
        page.context.add_init_script(LISTENING)
        page.on("dialog", lambda box: (self.dialogs.append(box.message), box.dismiss()))
        page.on("request", lambda asked: self.requests.append(asked.url))
        page.on("console", lambda line: self.refused.append(line.text) if refusal(line.text) else None)
        page.on("pageerror", lambda error: self.refused.append(str(error)))
        return page

    def saw_nothing(self, house: House) -> None:
        assert self.dialogs == []
        assert self.refused == []
        asked = {urlsplit(url) for url in self.requests}
        assert {f"{url.scheme}://{url.netloc}" for url in asked} == {house.url}
        assert [url.path for url in asked if "xss" in url.path] == []


def refusal(line: str) -> bool:
    return line.startswith("CSP ") or "Content Security Policy" in line or "Trusted" in line


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_hundred_and_twenty_payloads_in_every_field_stay_text(
    opens: Open, cast: Cast, house: House, watch: Watch
) -> None:
    assert len(set(PAYLOADS)) == 120
    full = papers_full_of_them(cast)
    people_full_of_them()
    lin = watch.over(opens("lin"))
    pages = [f"/documents?page={number}" for number in range(1, 8)] + [
        f"/?page={number}" for number in (1, 2)
    ]
    seen = ""
    for path in [
        *pages,
        f"/documents/{full}",
        f"/documents/{full}/receipts",
        "/books",
        "/delegations",
        "/documents/new",
    ]:
        answer = lin.goto(path)
        assert answer is not None, path
        assert answer.ok, path
        lin.wait_for_load_state("networkidle")
        seen += lin.locator("body").inner_text()
    for payload in PAYLOADS[::20]:
        lin.goto("/documents")
        lin.fill("[name=q]", payload)
        lin.wait_for_load_state("networkidle")
    shown = sum(payload in seen for payload in PAYLOADS)
    assert shown > 100, f"{shown} payloads were on the pages"
    watch.saw_nothing(house)


def test_the_main_pages_of_everybody_break_no_policy_and_keep_nothing(
    opens: Open, cast: Cast, house: House, watch: Watch
) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    visited = set()
    for uid in ("lin", "chen", "zhou", "he", "gu", "min", "yan"):
        page = watch.over(opens(uid))
        page.goto("/")
        links = {link.get_attribute("href") or "" for link in page.locator("nav a, main a").all()}
        for path in sorted(one for one in links if one.startswith("/") and not READ_ALONE.search(one)):
            page.goto(path)
            visited.add(path)
            assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    assert {f"/documents/{letter.id}", "/documents", "/documents/new"} <= visited, visited
    watch.saw_nothing(house)


def test_htmx_is_told_to_run_nothing_and_still_works_under_the_policy(
    opens: Open, cast: Cast, watch: Watch
) -> None:
    Letter(cast).arrives()
    lin = watch.over(opens("lin"))
    lin.goto("/documents")
    config = lin.evaluate("htmx.config")
    assert config["allowEval"] is False
    assert config["allowScriptTags"] is False
    assert config["selfRequestsOnly"] is True
    assert config["historyCacheSize"] == 0
    assert config["includeIndicatorStyles"] is False
    assert lin.evaluate("trustedTypes.defaultPolicy.name") == "default"
    with lin.expect_response(lambda answer: "s=" in answer.url and answer.request.resource_type == "xhr"):
        lin.locator("[name=q]").press_sequentially("不存在的字")
    expect(lin.locator("#found")).to_contain_text("没有找到")
    assert watch.refused == []
    blocked = lin.evaluate(
        "() => { try { document.createElement('script').src = '/x.js'; return '' } catch (e) { return e.name } }"
    )
    assert blocked == "TypeError"
    watch.refused.clear()
    lin.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/x'}))")
    lin.wait_for_timeout(500)
    assert any("img-src" in one for one in watch.refused), "what is refused is heard of"


def papers_full_of_them(cast: Cast) -> UUID:
    """A paper for every payload; and one that bears them all, the id of which is told."""
    for payload in PAYLOADS:
        letter = Letter(cast).arrives(received_from="江州市卫生健康委")
        letter.act(lambda session, document, words=payload: bears(session, document, words))
    letter.is_registered(attachments=["一"], addressees=["二"])
    letter.act(bears_all)
    return letter.id


def bears(session: Session, document: Document, payload: str) -> None:
    document.title = document.issuer = payload
    document.doc_number = payload[:60]
    receipt = session.get_one(Receipt, document.id)
    receipt.received_from = receipt.location = receipt.remarks = payload[:60]
    session.add_all([document, receipt])


def bears_all(session: Session, document: Document) -> None:
    document.attachments = document.addressees = list(PAYLOADS)
    for payload in PAYLOADS[::4]:
        stored = vault.seal(
            session,
            document.id,
            b"x",
            name="x.txt",
            media_type="text/plain",
            role=FileRole.EVIDENCE,
            at=now(),
        )
        stored.name = payload
    session.add(document)


def people_full_of_them() -> None:
    """The account stays, or nobody could sign in."""
    with unit_of_work() as session:
        for person, payload in zip(session.exec(select(Person)).all(), PAYLOADS[::5], strict=False):
            person.name, person.post = payload[:40], payload[:60]
            session.add(person)
        for office, payload in zip(session.exec(select(Office)).all(), PAYLOADS[1::5], strict=False):
            office.name = payload[:60]
            session.add(office)
