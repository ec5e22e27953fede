"""The main pages of the demo hospital, at a desk and on a phone, for people to look at.

They go to var/screenshots; ``SCREENSHOTS=1`` renews docs/screenshots, which README shows.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect, sync_playwright

from api.app import build
from flows.demo.plans import hospital
from flows.demo.seed import seed
from gateways import clock
from models import migrate
from tests.browser.conftest import QUIET
from tests.browser.moves import CHROMIUM, IN_CHROMIUM, PHONE, SHOTS, fits
from tests.browser.serving import served

pytestmark = IN_CHROMIUM

KEPT = Path("docs/screenshots") if os.environ.get("SCREENSHOTS") else SHOTS
DESK = {"width": 1440, "height": 900}
SAME_SHADE = 3
CASE = "a.task-title"
# whose page, where it is, what leads further in
PAGES = {
    "desk": ("lin", "/", ""),
    "documents": ("lin", "/documents", ""),
    "case": ("lin", "/documents", CASE),
    "receiving": ("lin", "/documents/new", ""),
    "rules": ("lin", "/rules", ""),
    "proposal": ("chen", "/", CASE),
    "instruction": ("wang", "/", CASE),
    "delegations": ("wang", "/delegations", ""),
    "people": ("gu", "/people", ""),
    "audit": ("yan", "/audit", ""),
}


class Standing(datetime):
    """A wall clock that has stopped: pictures change when the pages do, and not by themselves."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime(2026, 11, 23, 1, 30, tzinfo=UTC).astimezone(tz)


@pytest.fixture
def url(data_dir: Path, no_tables: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(clock, "datetime", Standing)
    migrate.upgrade()
    seed()
    with served(build()) as url:
        yield url


def test_ten_pages_for_people_to_look_at(url: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for uid in dict.fromkeys(uid for uid, _, _ in PAGES.values()):
            page = browser.new_context(viewport=DESK, locale="zh-CN", base_url=url).new_page()
            signs_in(page, uid)
            for name in (name for name, (whose, _, _) in PAGES.items() if whose == uid):
                is_shot(page, name)
        browser.close()
    shot = {path.stem for path in KEPT.glob("*.png")}
    assert {f"{name}{of}" for name in PAGES for of in ("", "-phone")} <= shot


def signs_in(page: Page, uid: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=uid]", uid)
    page.fill("[name=password]", hospital().password)
    page.click("button:has-text('登录')")
    expect(page.locator("h1")).to_contain_text("待办")


def is_shot(page: Page, name: str) -> None:
    _, place, further = PAGES[name]
    page.set_viewport_size(DESK)
    page.goto(place)
    if further:
        page.goto(page.locator(further).first.get_attribute("href") or "")
    page.wait_for_load_state("load")
    for size, of in ((DESK, ""), (PHONE, "-phone")):
        page.set_viewport_size(size)
        is_drawn(page)
        fits(page)
        keeps(KEPT / f"{name}{of}.png", page.screenshot())


def keeps(place: Path, picture: bytes) -> None:
    """A picture that looks the same as before is left alone: edges are drawn a shade lighter now and then."""
    new = Image.open(BytesIO(picture)).convert("RGB")
    old = Image.open(place).convert("RGB") if place.exists() else None
    if old is None or old.size != new.size or shades(old, new) > SAME_SHADE:
        place.write_bytes(picture)


def shades(old: Image.Image, new: Image.Image) -> int:
    """By how much the two differ where they differ most, of 255."""
    return max(highest for _lowest, highest in ImageChops.difference(old, new).getextrema())


def is_drawn(page: Page) -> None:
    """The first sheet of a paper is fetched as it comes into sight."""
    sheet = page.locator(".sheets img").first
    if sheet.count():
        sheet.scroll_into_view_if_needed()
        expect(sheet).not_to_have_js_property("naturalWidth", 0)
        page.evaluate("scrollTo(0, 0)")
