"""日历订阅: a calendar program reads numbers and deadlines without a cookie, and never more than its person may know."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import select, update

from gateways import icalendar_text
from gateways.clock import now
from gateways.icalendar_text import Entry
from models import feeds, leaving
from models.database import reading, unit_of_work
from models.document import Document
from models.feeds import Feed
from models.inbox import Task
from models.people import Person
from models.values import Level
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.standing_in import delegates
from tests.test_a_secretarys_day import People

TITLE = "关于做好冬春季呼吸道传染病防治工作的通知"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    made = Letter(cast).arrives()
    made.is_registered(title=TITLE)
    made.is_proposed()
    return made


def subscribed(browser: Browser) -> str:
    """The path of a new address, as its page says it this once."""
    shown = browser.posts("/account/feeds", expect=200)
    return "/feeds/" + shown.partition("/feeds/")[2].partition("<")[0]


def entries(nobody: Browser, path: str) -> list[Any]:
    answer = nobody.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_it_says_a_number_what_is_asked_and_when_and_no_title(browser: People, letter: Letter) -> None:
    nobody, path = browser(None), subscribed(browser("wang"))
    with reading() as session:
        due = session.exec(select(Task).where(Task.subject == letter.id, Task.kind == "sign")).one().due_at
    (entry,) = entries(nobody, path)
    assert str(entry["summary"]) == f"{letter.now.number} 批示"
    assert due is not None
    assert entry.start.astimezone(UTC) == due.replace(microsecond=0)
    assert str(entry["url"]).endswith(f"/documents/{letter.id}")
    assert TITLE.encode() not in nobody.client.get(path).content
    assert entry["uid"] == entries(nobody, path)[0]["uid"]


def test_it_is_shown_once_and_only_its_digest_is_kept(browser: People, cast: Cast) -> None:
    wang = browser("wang")
    path = subscribed(wang)
    word = path.removeprefix("/feeds/").removesuffix(".ics")
    assert word not in wang.opens("/account")
    with reading() as session:
        row = session.exec(select(Feed)).one()
    assert word not in str(row.model_dump())
    assert row.handle in wang.opens("/account")


def test_what_is_signed_or_out_of_ones_rights_vanishes(browser: People, letter: Letter, cast: Cast) -> None:
    nobody, wang = browser(None), subscribed(browser("wang"))
    zhou = subscribed(browser("zhou"))
    letter.is_signed("wang")
    assert entries(nobody, wang) == []
    assert len(entries(nobody, zhou)) == 1
    with unit_of_work() as session:
        session.get_one(Person, cast.id("zhou")).clearance = Level.PUBLIC
    assert entries(nobody, zhou) == []


def test_a_substitute_reads_it_only_while_he_stands_in(browser: People, letter: Letter, cast: Cast) -> None:
    nobody, sun = browser(None), subscribed(browser("sun"))
    assert entries(nobody, sun) == []
    delegates(cast, "wang", "sun")
    assert len(entries(nobody, sun)) == 1


def test_of_a_state_secret_not_even_the_number(browser: People, letter: Letter, cast: Cast) -> None:
    nobody, path = browser(None), subscribed(browser("wang"))
    with unit_of_work() as session:
        session.get_one(Document, letter.id).level = Level.SECRET
        session.get_one(Person, cast.id("wang")).clearance = Level.SECRET
    assert [str(one["summary"]) for one in entries(nobody, path)] == ["待办 批示"]


@pytest.mark.parametrize(
    "path", ["/feeds/x.ics", "/feeds/.ics", f"/feeds/{'a' * 5000}.ics", "/feeds/%00.ics"]
)
def test_whatever_is_wrong_is_not_there(browser: People, path: str) -> None:
    assert browser(None).client.get(path).status_code == 404


def test_an_ended_address_a_closed_account_and_a_forged_row_open_nothing(browser: People, cast: Cast) -> None:
    nobody, wang = browser(None), browser("wang")
    ended, forged, closed = (subscribed(wang) for _ in range(3))
    with reading() as session:
        digest = feeds.digest(ended.removeprefix("/feeds/").removesuffix(".ics"))
        handle = session.get_one(Feed, digest).handle
    assert browser("zhou").posts(f"/account/feeds/{handle}/end") == "/account?done=feed-ended#feeds"
    assert entries(nobody, ended) == [], "nobody ends another's"
    wang.posts(f"/account/feeds/{handle}/end")
    with unit_of_work() as session:
        row = feeds.digest(forged.removeprefix("/feeds/").removesuffix(".ics"))
        session.connection().execute(update(Feed).where(Feed.digest == row).values(person_id=cast.id("zhou")))
    assert [nobody.client.get(one).status_code for one in (ended, forged, closed)] == [404, 404, 200]
    with unit_of_work() as session:
        leaving.close_account(session, session.get_one(Person, cast.id("wang")), by=None, at=now())
    assert nobody.client.get(closed).status_code == 404


def test_it_is_not_read_without_end(browser: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "READS", 3)
    nobody, path = browser(None), subscribed(browser("wang"))
    for _ in range(3):
        entries(nobody, path)
    answer = nobody.client.get(path)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= feeds.WINDOW.total_seconds() + 1
    with unit_of_work() as session:
        session.exec(select(Feed)).one().read_from = now() - feeds.WINDOW
    entries(nobody, path)


def test_a_program_begins_lists_and_ends_it(browser: People) -> None:
    wang = browser("wang")
    address = wang.calls("POST", "/account/feeds")["address"]
    (one,) = wang.calls("GET", "/account/feeds")
    assert browser(None).client.get(address[address.index("/feeds/") :]).status_code == 200
    assert wang.calls("POST", f"/account/feeds/{one['handle']}/end") == []


def test_nobody_keeps_more_than_five(browser: People) -> None:
    wang = browser("wang")
    for _ in range(feeds.MOST):
        subscribed(wang)
    assert "日历订阅地址至多5个" in wang.posts("/account/feeds", expect=409)
    assert 'action="/account/feeds"' not in wang.opens("/account")


def test_the_three_administrators_have_none(browser: People) -> None:
    assert "日历订阅" not in browser("gu").opens("/account")


def test_whatever_a_name_holds_the_parser_reads_it_back() -> None:
    what = "长" * 40 + ",;\\ 换行\n第二行" + "é" * 40
    body = icalendar_text.written(
        "机要待办", [Entry("1", now(), what, "https://x/")], at=now(), every=timedelta(hours=1)
    )
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert str(Calendar.from_ical(body).walk("VEVENT")[0]["summary"]) == what
