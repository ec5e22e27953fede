"""Every role's main path in Chromium, half of them without JavaScript: at a desk and on a phone, in both languages.

Who does a thing at a desk in Chinese has looked at it on a phone in English, and the next the other way round.
"""

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from api.cookies import COOKIE
from api.tongue import COOKIE as LANGUAGE
from config.catalogue import CHINESE, ENGLISH, catalogue
from tests.browser.conftest import QUIET
from tests.browser.moves import CHROMIUM, IN_CHROMIUM, PHONE, fits, unfolds
from tests.browser.serving import served
from tests.browser.ways import WAYS, Way, cooled
from tests.office import engine_runs
from tests.rights.house import House, furnished, signs_in
from tests.rights.premises import premises

pytestmark = IN_CHROMIUM

DESK = {"width": 1440, "height": 900}
SEATS = [
    ((CHINESE, DESK), (ENGLISH, PHONE)),
    ((ENGLISH, PHONE), (CHINESE, DESK)),
    ((CHINESE, PHONE), (ENGLISH, DESK)),
    ((ENGLISH, DESK), (CHINESE, PHONE)),
]


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with premises(tmp_path_factory.mktemp("roles")):
        made = furnished()
        made.orders["cooled"] = cooled(made)
        yield made


@pytest.fixture
def url(house: House) -> Iterator[str]:
    with served(house.asker.app) as url:
        yield url


def test_everybody_does_what_he_comes_for(house: House, url: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for number, (way, (looks, acts)) in enumerate(zip(WAYS, cycle(SEATS), strict=False)):
            signs_in(house, way.uid)
            scripts = number % 3 > 0
            page = window(browser, house, url, way.uid, scripts)
            comes(page, url, place_of(house, way), way, looks)
            if scripts:
                fits(page)
            comes(page, url, place_of(house, way), way, acts)
            does(page, way, acts[0])
            page.context.close()
            engine_runs()
        browser.close()
    assert len({way.uid for way in WAYS}) == 12


def window(browser: Browser, house: House, url: str, uid: str, scripts: bool) -> Page:
    context = browser.new_context(base_url=url, java_script_enabled=scripts)
    context.add_cookies([{"name": COOKIE, "value": house.cookies[uid], "url": url}])
    return context.new_page()


def comes(page: Page, url: str, place: str, way: Way, seat: tuple[str, dict[str, int]]) -> None:
    language, size = seat
    page.context.add_cookies([{"name": LANGUAGE, "value": language, "url": url}])
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(place)
    unfolds(button(page, way, language))
    expect(button(page, way, language)).to_be_visible()


def place_of(house: House, way: Way) -> str:
    if way.place.startswith("/people/"):
        return f"/people/{house.cast.id(way.place.rpartition('/')[2])}"
    if way.place.startswith("/"):
        return way.place
    kind, _, name = way.place.rpartition(":")
    return f"/destruction-orders/{house.orders[name]}" if kind else f"/documents/{house.papers[name]}"


def does(page: Page, way: Way, language: str) -> None:
    act = button(page, way, language)
    sheet = act.locator("xpath=ancestor::form")
    for label, said in way.writes.items():
        sheet.get_by_label(word(label, language)).first.fill(said)
    for name, value in way.picks.items():
        picks(sheet, name, value)
    act.click()
    expect(page.locator(".said").first).to_contain_text(word(way.then, language))


def picks(sheet: Locator, name: str, value: str) -> None:
    """One option of the first list, one radio button, or every box."""
    choice = sheet.locator(f"select[name={name}]").first
    if choice.count():
        option = choice.locator(f"option[value='{value}'], option:has-text('{value}')").first
        choice.select_option(value=option.get_attribute("value"))
    for box in sheet.locator(f"input[name={name}][value={value}]" if value else f"input[name={name}]").all():
        box.check()


def button(page: Page, way: Way, language: str) -> Locator:
    """By what it is called in the reader's language."""
    called = re.compile(rf"^\s*{re.escape(word(way.press, language))}\s*$")
    return page.locator("main button").filter(has_text=called).first


def word(chinese: str, language: str) -> str:
    return chinese if language == CHINESE else catalogue(language)[chinese]
