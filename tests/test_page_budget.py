"""Every page is small, whole, and brings no script, no style and no address of elsewhere in its text."""

import re
from collections.abc import Iterator

import pytest

from tests.browser.every_page import places
from tests.page_client import check
from tests.rights.house import House, furnished
from tests.rights.premises import premises

LARGEST = 100_000  # bytes of HTML, before it is compressed
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|<[^>]*\s(style|on[a-z]+)=|(src|action)=.https?:|<link[^>]*href=.https?:",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with premises(tmp_path_factory.mktemp("pages")):
        yield furnished()


def test_every_page_is_small_and_runs_nothing_of_its_own(house: House) -> None:
    found = places(house)
    for place in [one for seen in found.values() for one in seen]:
        html = house.asker.ask("GET", place.url, house.cookies.get(place.uid)).text
        assert len(html.encode()) <= LARGEST, f"{place} has {len(html.encode())} bytes"
        assert not INLINE.search(html), f"{place}: {INLINE.search(html)}"
        check(html)
    assert {"/", "/documents/{document_id}", "/sign-in", "/people/{person_id}", "/audit"} <= found.keys()
    assert sum(map(len, found.values())) > 50


@pytest.mark.parametrize(
    "spoilt",
    ["<style>", "<script>x", '<p style="">', '<a onclick="x">', '<img src="https://e.example/p.png">'],
)
def test_what_is_inline_or_from_elsewhere_is_seen(spoilt: str) -> None:
    assert INLINE.search(spoilt)
    assert not INLINE.search('<script src="/static/app.js" defer></script><a href="/documents?q=on=">')
