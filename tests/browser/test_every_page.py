"""Every page in Chromium: nothing that axe finds by day, by night and in high contrast, at a desk and on a phone;
nothing fetched from elsewhere, and little from here.  WCAG 2.2 AA, docs/accessibility.md."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from api.cookies import COOKIE
from tests.browser.conftest import QUIET
from tests.browser.every_page import Place, places
from tests.browser.moves import CHROMIUM, IN_CHROMIUM, PHONE
from tests.browser.serving import served
from tests.rights.house import House, furnished
from tests.rights.premises import premises

pytestmark = IN_CHROMIUM

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 320, "height": 640}  # 1280 px at 400 %: WCAG 1.4.10
LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "dark", "contrast": "no-preference"},
    {"color_scheme": "dark", "contrast": "more"},
    {"color_scheme": "light", "contrast": "more"},
]
MOST_REQUESTS, MOST_BYTES = 24, 700_000
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|https?://(?!www\.w3\.org/)", re.IGNORECASE
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with premises(tmp_path_factory.mktemp("pages")):
        yield furnished()


@pytest.fixture(scope="module")
def every(house: House) -> list[Place]:
    return [place for found in places(house).values() for place in found]


@pytest.fixture(scope="module")
def url(house: House) -> Iterator[str]:
    with served(house.asker.app) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, url: str) -> Iterator[Page]:
    with chromium.new_context(viewport=WIDE, locale="zh-CN", base_url=url) as context:
        yield context.new_page()


def comes_in(context: BrowserContext, house: House, url: str, uid: str) -> None:
    context.clear_cookies()
    if uid:
        context.add_cookies([{"name": COOKIE, "value": house.cookies[uid], "url": url}])


@pytest.mark.timeout(900)  # six looks at each of a hundred pages, on whatever machine
def test_axe_finds_nothing_on_any_page(house: House, every: list[Place], window: Page, url: str) -> None:
    faults: list[str] = []
    window.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    window.on("request", lambda asked: None if asked.url.startswith(url) else faults.append(asked.url))
    first_of_its_kind = one_of_a_kind(every)
    for place in every:
        comes_in(window.context, house, url, place.uid)
        window.goto(place.url)
        window.evaluate(AXE)
        looks = LOOKS if place in first_of_its_kind else []
        faults += [f"{place}: {fault}" for fault in looked_at(window, looks)]
    assert not faults, "\n".join(faults)
    assert len(every) > 50


def one_of_a_kind(every: list[Place]) -> list[Place]:
    """Of the pages of many papers one."""
    return list({re.sub(r"[0-9a-f-]{36}", "…", place.url): place for place in every}.values())


def looked_at(page: Page, looks: list[dict[str, Any]]) -> Iterator[str]:
    """By day everything; at night and in high contrast the colours; on a phone everything again."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", contrast="no-preference")
    yield from found(page, {"runOnly": TAGS})
    for look in looks:
        page.emulate_media(**look)
        yield from (f"{look} {fault}" for fault in found(page, {"runOnly": ["color-contrast"]}))
    page.emulate_media(color_scheme="light", contrast="no-preference")
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        yield from [f"{wide} px too wide at {size['width']}"] * (wide > 0)
    page.set_viewport_size(PHONE)
    yield from (f"phone {fault}" for fault in found(page, {"runOnly": TAGS}))


def found(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe objects to, and where."""
    script = "options => axe.run(document, {resultTypes: ['violations'], ...options}).then(r => r.violations)"
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:240]}"
        for one in page.evaluate(script, options)
        for node in one["nodes"][:3]
    ]


def test_axe_would_find_something(house: House, window: Page, url: str) -> None:
    """The same walk on a page that was spoilt: a field without a label, words too pale to read."""
    comes_in(window.context, house, url, "lin")
    window.goto("/documents/new")
    window.evaluate("document.querySelectorAll('label').forEach(label => label.remove())")
    window.evaluate("document.querySelector('h1').style.color = '#bbb'")
    window.evaluate(AXE)
    faults = " ".join(looked_at(window, LOOKS))
    assert "label: <input" in faults
    assert "color-contrast: <h1" in faults


def test_a_first_visit_fetches_little(house: House, every: list[Place], chromium: Browser, url: str) -> None:
    """With nothing kept: the page, its sheets and its scripts; pictures of a paper come as they are scrolled to."""
    for place in one_of_a_kind(every):
        with chromium.new_context(base_url=url) as context:
            comes_in(context, house, url, place.uid)
            page = context.new_page()
            answers: list[Response] = []
            page.on("response", lambda answer, kept=answers: kept.append(answer))
            page.goto(place.url, wait_until="load")
            sizes = [len(answer.body()) for answer in answers if answer.status == 200]
        assert len(sizes) <= MOST_REQUESTS, f"{place}: {len(sizes)} requests"
        assert sum(sizes) <= MOST_BYTES, f"{place}: {sum(sizes)} bytes"
