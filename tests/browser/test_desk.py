"""The desk in Chromium: keys, preview, several at once, live, on a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.moves import IN_CHROMIUM, PHONE, Open, fits, shoot
from tests.office import Letter
from tests.personas import Cast
from tests.sending import copied

pytestmark = IN_CHROMIUM

WIDE = {"width": 1440, "height": 900}
TITLES = ("关于院感督导的通知", "关于药品价格的函", "关于消防演练的通知")


def brought(cast: Cast, number: int) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered(title=TITLES[number], doc_number=f"江卫〔2026〕{number + 1}号")
    return letter


def test_a_morning_at_the_desk(opens: Open, cast: Cast) -> None:
    letters = [brought(cast, n) for n in range(2)]
    for letter in letters:
        copied(letter, "lin", "sun")
    sun = opens("sun")
    sun.set_viewport_size(WIDE)  # type: ignore[arg-type]
    sun.goto("/")
    expect(sun.locator(".task.unread")).to_have_count(2)
    keys_move_and_stay_silent_while_typing(sun)
    a_click_shows_the_paper_beside(sun)
    it_hears_of_what_comes(sun, cast)
    several_are_read_at_once(sun)
    on_a_phone_rows_are_cards(sun)


def keys_move_and_stay_silent_while_typing(page: Page) -> None:
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == first
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("已选 1 件")
    page.keyboard.press("x")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jox?")
    expect(page.locator("#search-q")).to_have_value("jox?")
    page.fill("#search-q", "督导")
    expect(page.locator(".task")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"[?&]s="))  # the address says what is shown, sealed
    assert "q=" not in page.url
    page.fill("#search-q", "")
    expect(page.locator(".task")).to_have_count(2)
    page.locator(".task-title").first.focus()
    composing = "new KeyboardEvent('keydown', {key: 'o', isComposing: true, bubbles: true})"
    page.evaluate(f"document.activeElement.dispatchEvent({composing})")
    expect(page.locator("h1")).to_have_text("待办")
    page.keyboard.press("o")
    expect(page.locator("h1")).to_contain_text("办文档案")
    page.wait_for_load_state()  # a script that is not there yet hears no key
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.locator("h1")).to_have_text("待办")
    expect(page.locator(".task.unread")).to_have_count(1)


def a_click_shows_the_paper_beside(page: Page) -> None:
    page.locator(".task.unread .task-title").click()
    expect(page.locator("#pane h2")).to_contain_text("关于")
    expect(page.locator("#pane")).to_contain_text("去办：阅知")
    assert page.title().endswith("待办 · 机要"), page.title()
    expect(page.locator("h1")).to_have_text("待办")
    shoot(page, "desk-pane")


def it_hears_of_what_comes(page: Page, cast: Cast) -> None:
    box = page.locator("[name=ids]").first
    box.check()
    copied(brought(cast, 2), "lin", "sun")
    expect(page.locator(".task")).to_have_count(
        3, timeout=20_000
    )  # nobody asks again before a minute is over
    expect(page).to_have_title("(3) 待办 · 机要")
    expect(page.locator("[data-chosen]")).to_have_text("已选 1 件")
    expect(page.locator("#pane h2")).to_be_visible()


def several_are_read_at_once(page: Page) -> None:
    page.locator("[name=ids]").nth(1).check()
    page.click("button:has-text('标记已阅')")
    expect(page.locator("h1")).to_have_text("标记已阅：已办 2 件")
    page.click("text=回到待办")
    expect(page.locator(".task")).to_have_count(1)


def on_a_phone_rows_are_cards(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/")
    fits(page)
    shoot(page, "desk-phone")
    assert page.locator(".task").first.evaluate("row => getComputedStyle(row).display") == "flex"
    size = page.locator(".pick label").first.bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= 44
    page.locator(".task-title").first.click()
    expect(page.locator("h1")).to_contain_text("办文档案")
