"""页框: how pages look in this browser, and where one may go from every page."""

import re
from collections.abc import Callable

import pytest

from api.navigation import OPEN, navigation
from tests.page_client import Browser
from tests.personas import Cast

People = Callable[[str | None], Browser]

SHEETS = re.compile(
    r'href="/static/(dark|contrast)\.css"(?: media="\(prefers-(color-scheme: dark|contrast: more)\)")?'
)


@pytest.mark.parametrize(
    ("look", "sheets"),
    [
        ("system", [("dark", "color-scheme: dark"), ("contrast", "contrast: more")]),
        ("light", [("contrast", "contrast: more")]),
        ("dark", [("dark", ""), ("contrast", "contrast: more")]),
        ("contrast", [("dark", "color-scheme: dark"), ("contrast", "")]),
        ("<script>", [("dark", "color-scheme: dark"), ("contrast", "contrast: more")]),
    ],
)
def test_a_browser_keeps_the_look_that_was_chosen_in_it(browser: People, look: str, sheets: list) -> None:
    lin = browser("lin")
    lin.client.cookies.set("jiyao-look", look)
    html = lin.opens("/")
    assert SHEETS.findall(html) == sheets
    pressed = look if look in ("light", "dark", "contrast") else "system"
    assert re.findall(r'value="(\w+)" aria-pressed="true"', html) == [pressed]


def test_the_choice_leads_back_to_the_page_and_nowhere_else(browser: People) -> None:
    lin = browser("lin")
    assert 'name="next" value="/documents?q=%E6%B5%81"' in lin.opens("/documents?q=%E6%B5%81")
    answer = lin.client.post("/appearance", data={"look": "dark", "next": "/documents"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents")
    assert "jiyao-look=dark" in answer.headers["set-cookie"]
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = lin.client.post("/appearance", data={"look": "light", "next": elsewhere})
        assert answer.headers["location"] == "/"
    assert lin.client.post("/appearance", data={"look": "pink"}).status_code == 422


@pytest.mark.parametrize("uid", ["lin", "chen", "zhou", "he", "sun", "gu"])
def test_few_places_stand_open_and_every_place_opens(browser: People, cast: Cast, uid: str) -> None:
    places = navigation(getattr(cast, uid), "/")
    grouped = [place for group in places["groups"] for place in group["places"]]
    assert 1 < len(places["open"]) <= OPEN
    for place in [*places["open"], *grouped]:
        browser(uid).opens(place["href"])


def test_a_page_below_a_place_marks_it(cast: Cast) -> None:
    def marked(path: str) -> list[tuple[str, str]]:
        places = navigation(cast.chen, path)
        every = [*places["open"], *(place for group in places["groups"] for place in group["places"])]
        return [(place["word"], place["current"]) for place in every if place["current"]]

    assert marked("/") == [("待办", "page")]
    assert marked("/rules") == [("规则", "page")]
    assert marked("/rules/new") == [("规则", "true")]
    assert navigation(cast.chen, "/rules/new")["inside"]
    assert marked("/account") == []
