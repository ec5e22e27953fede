"""查找的词不进网址: browsers remember addresses and proxies note them, so what is looked for stands in none."""

import re
from typing import Any

import pytest

from models import sealed_words
from models.sought import Sought
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People

WORDS = "专项检查"
ADDRESS = re.compile(r'(?:href|action|hx-get)="([^"]*)"')


@pytest.fixture
def lin(browser: People, cast: Cast) -> Any:
    for number in range(25):  # more than one page
        letter = Letter(cast).arrives()
        letter.is_registered(title=f"关于{WORDS}的第{number}号通知", doc_number="")
    return browser("lin")


@pytest.mark.parametrize(("within", "place"), [("/", "/?"), ("/documents", "/documents?")])
def test_no_address_bears_the_words(lin: Any, within: str, place: str) -> None:
    sent = {"within": within, "folder": "mine", "q": WORDS, "issuer": "江州", "urgency": "routine"}
    address = lin.posts("/search", **sent)
    assert address.startswith(place)
    assert "urgency=routine" in address
    shown = lin.opens(address)
    assert f'value="{WORDS}"' in shown
    assert f"关于{WORDS}的第" in shown
    led = [one for one in ADDRESS.findall(shown) if "s=" in one]
    assert led, "the next page keeps the words"
    for one in (address, *ADDRESS.findall(shown)):
        assert not re.search("专项|%E4%B8%93|江州|%E6%B1%9F", one), one
    assert "号通知" in lin.opens(next(one for one in led if "page=2" in one).replace("&amp;", "&"))


def test_the_boxes_send_no_words_in_an_address(lin: Any) -> None:
    for place in ("/", "/documents"):
        boxes = re.findall(r'<form[^>]*role="search"[^>]*>', lin.opens(place))
        assert len(boxes) == 1
        assert 'method="post"' in boxes[0]
        assert "hx-get" not in boxes[0]


def test_a_search_carries_the_word_of_the_session(lin: Any) -> None:
    assert lin.client.post("/search", data={"q": WORDS, "csrf": "x"}).status_code == 403


@pytest.mark.parametrize("text", ["", "x", "AAAA", "中文", "A" * 1_000])
def test_what_this_house_did_not_seal_says_nothing(lin: Any, text: str) -> None:
    assert sealed_words.unseal(text) == {}
    lin.opens(f"/documents?s={text}")


def test_the_same_words_make_the_same_address(data_dir: object) -> None:
    words = Sought(q=WORDS).told
    assert sealed_words.seal(words) == sealed_words.seal(words)
    assert sealed_words.unseal(sealed_words.seal(words)) == words
