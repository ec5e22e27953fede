"""Every main page in English: nothing Chinese is left but what people wrote."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import config.policy
from api.navigation import navigation
from config.catalogue import catalogue
from config.language import _
from config.policy import policy
from gateways import mail_words
from models.kinds import Book
from models.tasks import TaskKind
from tests.page_client import Browser
from tests.personas import OFFICES, PEOPLE, Cast

People = Callable[[str | None], Browser]
FOLDER = Path(config.policy.__file__).parent
HAN = re.compile(r"[\u4e00-\u9fff]+")
TEXT = re.compile(r">([^<]+)<|(?:title|placeholder|aria-label|alt)=\"([^\"]*)\"")


def english(browser: Browser) -> Browser:
    browser.client.cookies.set("jiyao-language", "en", domain="testserver.local")
    return browser


def chinese_in(html: str) -> Iterator[str]:
    """Words on the page, without scripts, switches of language and what stands in a field."""
    shown = re.sub(
        r"<(script|style|textarea|datalist|code)\b.*?</\1>|lang=\"zh\"[^>]*>[^<]*", "", html, flags=re.S
    )
    for text, attribute in TEXT.findall(shown):
        if HAN.search(text or attribute):
            yield (text or attribute).strip()


def written() -> re.Pattern[str]:
    """What people wrote: their names and posts, departments, the house; longest first."""
    words = {
        policy().hospital.name,
        *OFFICES.values(),
        *(word for one in PEOPLE.values() for word in one[:2]),
    }
    words |= {"随系统启用，出自 policy.toml"}  # a ledger's word, as it was written
    words |= set(
        re.findall(r"[\u4e00-\u9fff]+", " ".join(catalogue("en").values()))
    )  # meant to stay: 来文:卫健委
    words |= {f"{book.label} ·" for book in Book}  # they stand in the numbers of documents
    for rules in (FOLDER / "policy.toml", *(FOLDER / "calendar").glob("*.toml")):
        words |= set(re.findall('"([^"\n]*[\u4e00-\u9fff][^"\n]*)"', rules.read_text(encoding="utf-8")))
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@pytest.mark.parametrize("uid", ["lin", "chen", "zhou", "he", "sun", "gu", "min", "yan"])
def test_pages_are_english(browser: People, cast: Cast, uid: str) -> None:
    seen = english(browser(uid))
    places = navigation(getattr(cast, uid), "/")
    hrefs = [one["href"] for one in places["open"]]
    hrefs += [one["href"] for group in places["groups"] for one in group["places"]]
    left = {}
    for href in {*hrefs, "/account", "/help"} - {"/policy"}:  # the policy file explains itself in Chinese
        html = seen.opens(href)
        assert '<html lang="en">' in html
        if found := [one for one in chinese_in(html) if HAN.search(written().sub("", one))]:
            left[href] = found
    assert not left, left


def test_a_refusal_is_english_too(browser: People) -> None:
    lin = english(browser("lin"))
    assert "Not found, or not for you to know." in lin.opens(
        "/documents/00000000-0000-0000-0000-000000000000", 404
    )
    answer = browser("lin").client.get(
        "/api/v1/documents/00000000-0000-0000-0000-000000000000",
        headers={"accept-language": "en-GB,en;q=0.9"},
    )
    assert answer.json()["title"] == "Not found, or not for you to know."
    answer = browser("lin").client.get("/api/v1/documents/00000000-0000-0000-0000-000000000000")
    assert answer.json()["title"] == "没有找到，或者您不在知悉范围内。"


def test_the_choice_is_kept_for_pages_and_mails(browser: People, cast: Cast) -> None:
    lin = browser("lin")
    assert 'lang="zh-CN"' in lin.opens("/")
    assert lin.posts("/language", language="en", next="/documents") == "/documents"
    assert cast.lin.person.language == "en"
    assert "All documents" in lin.opens("/documents")
    again = browser("lin")  # another browser of hers
    assert '<html lang="en">' in again.opens("/")
    lin.posts("/language", language="zh", next="/")
    assert 'lang="zh-CN"' in lin.opens("/")
    assert lin.client.post("/language", data={"language": "xx"}).status_code == 422


def test_before_signing_in_the_browser_says_which_language(browser: People) -> None:
    nobody = browser(None)
    for accepted, lang in [("en-US,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("fr", "zh-CN")]:
        html = nobody.client.get("/sign-in", headers={"accept-language": accepted}).text
        assert f'<html lang="{lang}">' in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mail_is_written_in_the_language_of_its_reader(language: str) -> None:
    facts = {
        "name": "王建国",
        "hospital": "江州市第一人民医院",
        "number": "2026-普-0123",
        "asked": TaskKind.ACCEPT.label,
    }
    facts |= {
        "due": "",
        "due_day": _("{month}月{day}日", month=11, day=30),
        "left": "",
        "why": _("您是{role}", role="x"),
    }
    said = mail_words.words("task", facts | {"link": "https://oa.example/t/abc", "hours": ""}, language)
    subjects = {
        "zh": "【待办】2026-普-0123 承办签收，请于11月30日前办理",
        "en": "[Task] 2026-普-0123 Receive for undertaking, by 30 November",
    }
    assert said.subject == subjects[language]
    if language == "en":
        assert not HAN.search(
            said.text.replace("王建国", "").replace("江州市第一人民医院", "").replace("普", "")
        )
