"""The whole product, Chromium, and a browser window for everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlmodel import select

from gateways import directory
from models import migrate
from models.database import unit_of_work
from models.people import Person
from tests.browser.moves import CHROMIUM, DESK, PHONE, Open
from tests.databases import chosen
from tests.personas import Cast, move_in
from tests.rights.premises import machine
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

PATIENCE_MS = 120_000  # two cores may be busy with other tests
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(params=["sqlite"])
def no_tables(
    request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """What a page does in a browser is not the database's: the main job alone is walked on both."""
    with chosen(request, monkeypatch, None) as kind:
        yield kind


@pytest.fixture
def house(data_dir: Path, no_tables: str) -> Iterator[House]:
    with opened(data_dir) as house:
        yield house


@pytest.fixture(scope="module")
def lasting_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all the tests of a file: each brings its own papers.  It takes ``house``'s place there."""
    folder = tmp_path_factory.mktemp("house")
    with machine(folder), opened(folder) as house:
        yield house


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    migrate.upgrade()
    with unit_of_work() as session:
        move_in(session)
        session.flush()
        for person in session.exec(select(Person)):
            directory.set_password(person, PASSWORD)
    with running(folder) as house:
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
def scripts() -> bool:
    """Whether the browsers run JavaScript; a test that works either way is told both."""
    return True


@pytest.fixture
def opens(house: House, chromium: Browser, scripts: bool) -> Open:
    """``opens("wang", phone=True)`` signs 王建国 in on a phone, and keeps him signed in."""
    signed_in: dict[str, Page] = {}

    def of(uid: str, phone: bool = False) -> Page:
        if uid not in signed_in:
            size = PHONE if phone else DESK
            window = {"viewport": size, "locale": "zh-CN", "base_url": house.url}
            page = chromium.new_context(java_script_enabled=scripts, **window).new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.goto("/")
            page.fill("[name=uid]", uid)
            page.fill("[name=password]", PASSWORD)
            page.click("button:has-text('登录')")
            expect(page.locator("h1")).to_contain_text("待办")
            signed_in[uid] = page
        return signed_in[uid]

    return of
