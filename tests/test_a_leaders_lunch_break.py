"""A leader between two meetings: what is read, said, pressed twice, lost on the way, and kept for the next time."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from config.policy import policy
from models.database import reading
from models.phrases import LONGEST, MOST
from models.rounds import Seat
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast

People = Callable[[str | None], Browser]

SAID = "请医务部抓好落实，结果报我。"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """For 王建国, then 周明华; 孙丽 reads it, and 医务部 carries it out."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


def signatures(letter: Letter) -> list[str]:
    with reading() as session:
        given = select(Seat.signed_at, Seat).where(Seat.document_id == letter.id)
        return [seat.words for signed_at, seat in session.exec(given) if signed_at]


def sign(wang: Browser, letter: Letter, line: int, words: str = SAID, expect: int = 303, **more: str) -> str:
    place = f"/documents/{letter.id}/opinion"
    return wang.posts(place, expect=expect, version=str(line), decision="instruct", words=words, **more)


def test_the_page_says_who_is_next_before_and_after_the_press(browser: People, letter: Letter) -> None:
    wang, line = browser("wang"), letter.now.line
    assert "将送：周明华批示" in wang.opens(f"/documents/{letter.id}")
    place = sign(wang, letter, line)
    engine_runs()
    after = wang.opens(place)
    assert "已签署。" in after
    assert "下一位：周明华（批示）" in after
    assert "没有别的待批了。" in after
    assert "办下一件" not in after


def test_the_next_one_that_waits_is_one_press_away(browser: People, letter: Letter, cast: Cast) -> None:
    other = Letter(cast).arrives()
    other.is_registered(title="关于报送年度总结的通知", doc_number="江卫〔2026〕99号")
    other.is_proposed()
    wang = browser("wang")
    after = wang.opens(sign(wang, letter, letter.now.line))
    assert "还有 1 件待批。" in after
    assert f'href="/documents/{other.id}">办下一件' in after
    assert "关于报送年度总结的通知" in after


def test_a_second_tap_and_a_lost_answer_count_once(browser: People, letter: Letter) -> None:
    wang, line = browser("wang"), letter.now.line
    first = sign(wang, letter, line)
    assert sign(wang, letter, line) == first
    assert signatures(letter) == [SAID]
    engine_runs()
    assert sign(wang, letter, line) == first  # the engine has carried it on meanwhile
    assert signatures(letter) == [SAID]


def test_other_words_for_what_is_signed_are_no_repeat(browser: People, letter: Letter) -> None:
    wang, line = browser("wang"), letter.now.line
    sign(wang, letter, line)
    assert "可能已经办过" in sign(wang, letter, line, "改由院感科办。", expect=409)
    assert signatures(letter) == [SAID]


def test_the_same_words_of_another_are_another_signature(browser: People, letter: Letter) -> None:
    line = letter.now.line
    sign(browser("wang"), letter, line)
    engine_runs()
    sign(browser("zhou"), letter, line)
    assert signatures(letter) == [SAID, SAID]


def test_a_phrase_is_kept_with_the_opinion_and_stands_first(
    browser: People, letter: Letter, cast: Cast
) -> None:
    wang = browser("wang")
    sign(wang, letter, letter.now.line, keep="yes")
    assert own(wang) == [SAID, *policy().phrases.leader]
    assert own(browser("zhou")) == list(policy().phrases.leader)


def own(who: Browser) -> list[str]:
    said: list[str] = who.client.get("/api/v1/account/phrases").json()
    return said


def test_phrases_are_put_in_order_dropped_and_added(browser: People) -> None:
    wang, (first, second, *rest) = browser("wang"), policy().phrases.leader
    assert wang.posts("/account/phrases/lift", words=second) == "/account?done=phrases#phrases"
    assert own(wang) == [second, first, *rest]
    wang.posts("/account/phrases/removal", words=first)
    assert own(wang) == [second, *rest]
    wang.posts("/account/phrases", words="请分管领导阅示。")
    assert own(wang) == ["请分管领导阅示。", second, *rest]
    assert "请分管领导阅示。" in wang.opens("/account")
    wang.posts("/account/phrases/removal", expect=404, words="没有的。")


def test_a_phrase_is_short_and_a_list_is_not_endless(browser: People, letter: Letter) -> None:
    wang = browser("wang")
    wang.posts("/account/phrases", expect=422, words="长" * (LONGEST + 1))
    refused = sign(wang, letter, letter.now.line, "长" * (LONGEST + 1), expect=422, keep="yes")
    assert f"常用意见最多{LONGEST}字" in refused
    assert signatures(letter) == []
    for number in range(MOST - len(policy().phrases.leader)):
        wang.posts("/account/phrases", words=f"第{number}条。")
    assert f"最多{MOST}条" in wang.posts("/account/phrases", expect=422, words="再来一条。")


def test_whoever_writes_no_opinion_has_no_list_of_them(browser: People) -> None:
    assert "常用意见" not in browser("gu").opens("/account")
