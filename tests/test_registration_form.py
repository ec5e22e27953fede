"""登记表: what is filled in beforehand and where it was read, the next numbers, and where a page goes after it."""

import re
from datetime import date

import pytest

from gateways.clock import today
from models.values import Book
from models.workdays import office_calendar
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_register import entry
from tests.test_a_secretarys_day import People
from tests.test_registering import PAPER
from tests.this_year import YEAR

WJW = "江州市卫生健康委员会"


def dropped(lin: Browser, words: str = "", name: str = "7.txt") -> str:
    """The page of a letter that was just signed for."""
    files = [("file", (name, words.encode(), "text/plain"))] if words else None
    said = {"received_at": f"{today():%Y-%m-%dT00:00}", "carrier": "专人送达", "received_from": WJW}
    place = lin.posts("/documents", files=files, **said)
    engine_runs()
    return lin.opens(place.partition("#")[0])


def test_each_value_says_where_on_the_paper_it_was_read(browser: People, cast: Cast) -> None:
    page = dropped(browser("lin"), PAPER.format(number=7))
    for told in ("识别自第1页 标题区", "识别自第1页 发文字号", "识别自主送机关", "识别自正文末"):
        assert told in page, told
    assert "第3行" not in page
    assert "未识别到" in page, "no annex is printed"


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("请于收到本通知之日起5个工作日内报送自查情况。", office_calendar().add_workdays(today(), 5)),
        ("请于每月25日前报送自查情况。", None),
    ],
)
def test_a_term_in_words_is_offered_as_a_day_beside_the_words(
    browser: People, cast: Cast, said: str, due: date | None
) -> None:
    paper = PAPER.format(number=7).replace("一、请各单位高度重视。", said)
    assert said in paper
    page = dropped(browser("lin"), paper)
    (offered,) = re.findall(r'name="due_date" value="([^"]*)"', page)
    assert offered == (due.isoformat() if due else "")
    assert "来文写“" in page
    assert ("请据此选定日期" in page) is (due is None)


def test_of_a_paper_alone_nothing_is_said_to_have_been_looked_for(browser: People, cast: Cast) -> None:
    page = dropped(browser("lin"))
    assert "未识别到" not in page
    assert "签收时填的来文单位" in page


def test_every_book_shows_its_own_next_number_and_none_is_taken(browser: People, cast: Cast) -> None:
    lin = browser("lin")
    Letter(cast).arrives().is_registered(book=Book.TELEGRAM)
    page = dropped(lin)
    for number in ("普-0001", "机-0001", "电-0002", "内-0001"):
        assert f"收文登记簿 {YEAR}-{number}" in page, number
    assert Letter(cast).arrives().is_registered(doc_number="") == f"{YEAR}-普-0001"


def test_the_code_of_whoever_sent_it_begins_the_number(browser: People, cast: Cast) -> None:
    Letter(cast).arrives().is_registered(issuer=WJW, doc_number="江卫〔2026〕7号")
    page = dropped(browser("lin"))
    assert f'<option value="{WJW}" data-code="江卫">' in page
    assert f"文号以“江卫〔{YEAR}〕”开头" in page


def test_registered_and_printed_is_the_page_that_prints(browser: People, cast: Cast) -> None:
    lin, letter = browser("lin"), Letter(cast).arrives()
    assert 'value="print">登记并打印' in lin.opens(f"/documents/{letter.id}")
    place = lin.posts(f"/documents/{letter.id}/registration", **entry(then="print"))
    page = lin.opens(place)
    assert "data-print" in page
    assert '<section class="processing-sheet"' in page
    assert f"{YEAR}-普-0001" in page
    assert "data-print" not in lin.opens(f"/documents/{letter.id}?done=registration")


def test_registered_and_on_to_the_next_letter_that_waits(browser: People, cast: Cast) -> None:
    lin, first = browser("lin"), Letter(cast).arrives()
    assert "登记下一件" not in lin.opens(f"/documents/{first.id}"), "none waits"
    second = Letter(cast).arrives()
    assert 'value="next">登记下一件' in lin.opens(f"/documents/{first.id}")
    place = lin.posts(f"/documents/{first.id}/registration", **entry(then="next"))
    assert place == f"/documents/{second.id}?done=registered-next#registration-title"
    assert "上一件已登记编号" in lin.opens(place.partition("#")[0])
    last = lin.posts(f"/documents/{second.id}/registration", **entry(then="next", doc_number=""))
    assert last == f"/documents/{second.id}?done=registration"


def test_a_page_of_htmx_is_led_on_under_the_address_of_the_next(browser: People, cast: Cast) -> None:
    lin, first, second = browser("lin"), Letter(cast).arrives(), Letter(cast).arrives()
    sent = {"csrf": lin.csrf} | entry(then="next")
    place = f"/documents/{first.id}/registration"
    answer = lin.client.post(place, data=sent, headers={"hx-request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["hx-redirect"].startswith(f"/documents/{second.id}?")


@pytest.mark.parametrize("then", ["elsewhere", "//evil.example", "/documents"])
def test_a_page_goes_nowhere_else(browser: People, cast: Cast, then: str) -> None:
    letter = Letter(cast).arrives()
    browser("lin").posts(f"/documents/{letter.id}/registration", expect=422, **entry(then=then))
    assert letter.now.number is None
