"""A template in another language: sentences are found and told, data is left alone."""

import pytest
from jinja2 import DictLoader, Environment

from config import catalogue as catalogues
from config.language import _
from gateways.tongues import templates
from gateways.tongues.templates import speak, words_of

WORDS = {
    "已回执 <b>{back}/{all}</b>，{by}前": "By {by}, <b>{back}/{all}</b> {all:receipt|receipts}",
    "共 {n} 份": "{n} {n:copy|copies}",
    "姓名": "Name",
    "请输入{what}": "Enter {what}",
    "全部": "All",
}


def rendered(monkeypatch: pytest.MonkeyPatch, source: str, name: str = "one.html", **facts: object) -> str:
    monkeypatch.setattr(templates, "catalogue", lambda _language: WORDS)
    monkeypatch.setattr("config.language.catalogue", lambda _language: WORDS)
    made = speak(Environment(loader=DictLoader({name: source}), autoescape=True), catalogues.ENGLISH)
    return made.get_template(name).render(facts)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>姓名 </p>", ["姓名"]),
        ("<p>共 {{ n }}\n   份</p>", ["共 {n} 份"]),
        (
            "<p>已回执 <b class='x'>{{ a.back }}/{{ a.all }}</b>，{{ a.by }}前</p>",
            ["已回执 <b>{back}/{all}</b>，{by}前"],
        ),
        ("<p><b>姓名</b> <i>全部</i></p>", ["姓名", "全部"]),
        ("<input placeholder='请输入{{ what }}' value='甲{{ v }}'>", ["请输入{what}"]),
        ("{{ field('全部') }}", ["全部"]),
        ("<p>{{ n }}：{{ m }}</p>", []),
        ("{{ 'x' if kind == '甲' }}", []),
    ],
)
def test_the_sentences_of_a_template(source: str, words: list[str]) -> None:
    assert words_of("one.html", source) == words


def test_plain_text_is_read_line_by_line() -> None:
    assert words_of("one.txt", "姓名\n\n共 {{ n }} 份，\n全部\n") == ["姓名", "共 {n} 份，", "全部"]


def test_a_sentence_may_be_ordered_anew_and_keeps_its_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    source = '<p>已回执 <b class="number">{{ back }}/{{ all }}</b>，{{ by }}前</p>'
    told = rendered(monkeypatch, source, back=1, all=2, by="周五")
    assert told == '<p>By 周五, <b class="number">1/2</b> receipts</p>'


def test_numbers_choose_their_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(monkeypatch, "共 {{ n }} 份", n=1) == "1 copy"
    assert rendered(monkeypatch, "共 {{ n }} 份", n=12) == "12 copies"


def test_what_the_browser_sends_back_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        '<option value="{{ word }}" title="{{ word }}">{{ word }}</option><textarea>{{ word }}</textarea>'
    )
    told = rendered(monkeypatch, source, word=_("姓名"))
    assert told == '<option value="姓名" title="Name">Name</option><textarea>姓名</textarea>'


def test_a_tag_that_spans_an_if_is_still_a_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    source = '<a href="/x"{% if now %} title="姓名"{% endif %}>全部</a>'
    assert rendered(monkeypatch, source, now=True) == '<a href="/x" title="Name">All</a>'


def test_joined_words_are_told_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(monkeypatch, '{{ some|join("、") }}', some=[_("姓名"), "甲"]) == "Name, 甲"


def test_words_are_escaped_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        rendered(monkeypatch, "<p>{{ word }}</p>", word=_("请输入{what}", what="<b>"))
        == "<p>Enter &lt;b&gt;</p>"
    )
