"""登记: one letter from being dropped into the page to its number, by keys alone and at a clerk's pace.

What a person takes to read the paper is not in it; everything is read off and only ticked here.
"""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from sqlmodel import select

from bench.figures import record
from bench.place import Place, command, place
from bench.processes import up, wait_for, wait_for_engine
from gateways import directory
from models.database import unit_of_work
from models.people import Person
from tests.browser.conftest import PASSWORD, QUIET
from tests.browser.keys import Keys, drop
from tests.browser.moves import CHROMIUM, DESK, paper

MOST_SECONDS = 30
PACE = 0.25  # seconds from one key to the next
WAITS = 60_000  # ms


def main() -> None:
    with place() as here, up(), tempfile.TemporaryDirectory() as folder:
        wait_for(here.port)
        wait_for_engine()
        took, keys = registered(here, paper(Path(folder)))
    machine = took - keys * PACE
    unit = f"s ({keys} keys of {PACE} s, the machine {machine:.1f} s)"
    goal, holds = f"≤ {MOST_SECONDS}", took <= MOST_SECONDS
    record("registering.one_letter", round(took, 1), unit, goal, holds, None, command("bench.register"))


def registered(here: Place, file: Path) -> tuple[float, int]:
    with unit_of_work() as session:
        directory.set_password(session.exec(select(Person).where(Person.uid == "lin")).one(), PASSWORD)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_context(viewport=DESK, locale="zh-CN", base_url=here.url).new_page()
        page.goto("/")
        page.fill("[name=uid]", "lin")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("待办", timeout=WAITS)
        took = seconds(page, file)
        browser.close()
    return took


def seconds(page: Page, file: Path) -> tuple[float, int]:
    """From the file that lies on the page to the number, and how many keys were pressed between."""
    page.goto("/documents/new")
    keys, began = Keys(page, PACE), time.monotonic()
    drop(page, file)
    keys.press("Control+Enter")
    expect(page.locator("#registration-title")).to_be_focused(timeout=WAITS)
    keys.registers()
    return time.monotonic() - began, keys.pressed


if __name__ == "__main__":
    main()
