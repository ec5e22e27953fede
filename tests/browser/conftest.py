"""The whole product, Chromium, and a browser window for everybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlmodel import select

from gateways import directory
from models import migrate
from models.database import unit_of_work
from models.people import Person
from tests.browser.moves import CHROMIUM, DESK, PHONE, Open
from tests.personas import Cast, move_in
from tests.running import House, running

PASSWORD = "Post-2026-Demo!"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=30_000)  # two cores may be busy with other tests


@pytest.fixture
def house(data_dir: Path, no_tables: str) -> Iterator[House]:
    migrate.upgrade()
    with unit_of_work() as session:
        move_in(session)
        session.flush()
        for person in session.exec(select(Person)):
            directory.set_password(person, PASSWORD)
    with running(data_dir) as house:
        yield house


@pytest.fixture
def cast(house: House) -> Cast:
    """The people of the running house: letters may be brought to where a page is wanted."""
    return Cast()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def opens(house: House, chromium: Browser) -> Open:
    """``opens("wang", phone=True)`` signs 王建国 in on a phone, and keeps him signed in."""
    signed_in: dict[str, Page] = {}

    def of(uid: str, phone: bool = False) -> Page:
        if uid not in signed_in:
            size = PHONE if phone else DESK
            page = chromium.new_context(viewport=size, locale="zh-CN", base_url=house.url).new_page()
            page.set_default_timeout(30_000)
            page.goto("/")
            page.fill("[name=uid]", uid)
            page.fill("[name=password]", PASSWORD)
            page.click("button:has-text('登录')")
            expect(page.locator("h1")).to_contain_text("待办")
            signed_in[uid] = page
        return signed_in[uid]

    return of
