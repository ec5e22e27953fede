"""The keyboard reaches everything and leaves again; after a part of a page changes, one is where one was."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.moves import IN_CHROMIUM, Open, paper
from tests.personas import Cast
from tests.running import House

pytestmark = IN_CHROMIUM


@pytest.fixture
def house(lasting_house: House) -> House:
    return lasting_house


# What Tab stops at, by its place in the page: of radio buttons of one name only one.
STOPS = """() => {
  const seen = new Set();
  return [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({checkVisibilityCSS: true}))
    .filter(one => one.type !== 'radio' || !seen.has(one.name) && seen.add(one.name)).length
}"""
FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
}"""
HERE = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const style = getComputedStyle(one), after = getComputedStyle(one, '::after');
  const drawn = style.outlineStyle !== 'none' || after.outlineStyle !== 'none' || style.boxShadow !== 'none';
  const key = one.type === 'radio' ? one.name : [...document.querySelectorAll('*')].indexOf(one);
  return {key: String(key), drawn, what: one.outerHTML.slice(0, 120)};
}"""


def walked(page: Page, most: int) -> list[dict[str, object]]:
    """Every stop from the top until the page is left."""
    page.evaluate(FROM_THE_TOP)
    stops: dict[str, dict[str, object]] = {}
    for _ in range(most + 40):  # a date has several stops of its own
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            return list(stops.values())
        stops.setdefault(here["key"], here)
    raise AssertionError(f"Tab never leaves {page.url}: {list(stops.values())[-3:]}")


def test_tab_reaches_everything_and_shows_where_it_is(opens: Open) -> None:
    lin = opens("lin")
    for place in ("/", "/documents", "/documents/new", "/delegations", "/account"):
        lin.goto(place)
        stops = lin.evaluate(STOPS)
        seen = walked(lin, stops)
        assert len(seen) == stops, f"{place}: {len(seen)} of {stops}"
        assert not [one for one in seen if not one["drawn"]], place
        assert "跳到正文" in str(seen[0]["what"])


def test_more_opens_by_key_and_folds_by_key(opens: Open) -> None:
    lin = opens("lin")
    lin.goto("/")
    summary = lin.locator(".menu > summary")
    summary.focus()
    lin.keyboard.press("Enter")
    expect(lin.locator(".menu-sheet")).to_be_visible()
    lin.keyboard.press("Tab")
    assert lin.evaluate("document.activeElement.closest('.menu-sheet') !== null")
    lin.keyboard.press("Escape")
    expect(lin.locator(".menu-sheet")).to_be_hidden()
    expect(summary).to_be_focused()


def test_focus_stays_in_the_search_and_goes_to_what_was_refused(
    opens: Open, cast: Cast, tmp_path: Path
) -> None:
    lin = opens("lin")
    lin.goto("/documents/new")
    lin.set_input_files("[name=file]", str(paper(tmp_path)))
    lin.fill("[name=received_from]", "江州市卫生健康委")
    lin.click("button:has-text('签收')")
    expect(lin.locator(".said")).to_be_visible()
    lin.goto("/documents")
    lin.locator("#search-q").press_sequentially("没有这样的词")
    expect(lin.locator("#found")).to_contain_text("没有找到")
    expect(lin.locator("#search-q")).to_be_focused()
    lin.goto("/delegations")
    lin.locator("form[action='/delegations'] button.btn-primary").click()
    expect(lin.locator("#summary")).to_be_focused()
    lin.locator("#summary a").first.click()
    assert lin.evaluate("document.activeElement.closest('form').action.endsWith('/delegations')")
