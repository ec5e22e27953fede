"""簿册: the whole registers and catalogues, for those who keep them, and for nobody else."""

from collections.abc import Callable

import pytest

from gateways import forms
from models.database import engine, unit_of_work
from models.people import Person
from models.values import Book, Level
from tests.drawn import destroyed, filed, is_returned, listed, over, registered, year
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.printed import beneath, rows

People = Callable[[str | None], Browser]

REGISTER = f"/books/registers/general/{year()}"
CATALOGUE = "/books/catalogues/2026/years10/YZB"


def saved(browser: Browser, url: str) -> bytes:
    answer = browser.client.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; ")
    return answer.content


def is_cleared_for_public_papers_only(cast: Cast, uid: str) -> None:
    with unit_of_work() as session:
        session.get_one(Person, cast.id(uid)).clearance = Level.PUBLIC


def test_each_keeper_finds_the_own_books_with_their_counts(browser: People, cast: Cast) -> None:
    filed(cast)
    is_returned(Letter(cast).arrives())
    Letter(cast).arrives().is_registered(book=Book.TELEGRAM)
    shelf = " ".join(browser("lin").opens("/books").split())
    assert f'href="{REGISTER}">普通文件收文登记簿</a>' in shelf
    assert f'href="/books/registers/telegram/{year()}"' in shelf
    assert shelf.index("2 件") < shelf.index("1 件")
    assert "归档文件目录" not in shelf
    shelf = browser("he").opens("/books")
    assert f'href="{CATALOGUE}">院长办公室 · 10年</a>' in shelf
    assert "收文登记簿" not in shelf


def test_the_shelf_is_in_the_navigation_of_those_who_keep_books(browser: People, cast: Cast) -> None:
    offered = {
        uid: '<a href="/books"' in browser(uid).opens("/") for uid in ("lin", "he", "zhou", "zhao", "gu")
    }
    assert [uid for uid, is_offered in offered.items() if is_offered] == ["lin", "he"]


@pytest.mark.parametrize("uid", ["he", "zhou", "chen", "gu"])
def test_a_register_is_there_for_the_secretary_alone(browser: People, cast: Cast, uid: str) -> None:
    filed(cast)
    browser(uid).opens(REGISTER, expect=404)


@pytest.mark.parametrize("uid", ["lin", "zhou", "chen", "gu"])
def test_a_catalogue_is_there_for_the_archivist_alone(browser: People, cast: Cast, uid: str) -> None:
    filed(cast)
    browser(uid).opens(CATALOGUE, expect=404)


@pytest.mark.parametrize("uid", ["zhou", "chen", "sun", "gu"])
def test_whoever_keeps_no_book_has_no_shelf(browser: People, cast: Cast, uid: str) -> None:
    browser(uid).opens("/books", expect=404)


@pytest.mark.parametrize(
    "url",
    [
        "/books/registers/general/1999",
        f"/books/registers/internal/{year()}",
        "/books/registers/diary/2026",
        f"/books/registers/general/{10**30}",
    ],
)
def test_a_register_that_was_never_opened_is_not_found(browser: People, cast: Cast, url: str) -> None:
    registered(cast)
    browser("lin").opens(url, expect=404)


@pytest.mark.parametrize(
    "tail", ["2025/years10/YZB", "2026/years30/YZB", "2026/years10/HLB", "2026/years10/nix"]
)
def test_a_catalogue_without_a_row_is_not_found(browser: People, cast: Cast, tail: str) -> None:
    filed(cast)
    browser("he").opens(f"/books/catalogues/{tail}", expect=404)


def test_the_register_holds_every_number_of_its_year(browser: People, cast: Cast) -> None:
    registered(cast, title="甲")
    is_returned(Letter(cast).arrives(), why="请主送市疾控局。")
    registered(cast, title="丙")
    docx = saved(browser("lin"), REGISTER)
    words = [cell for row in rows(docx) for cell in row]
    assert [word for word in words if "-普-" in word] == [f"{year()}-普-{n:04d}" for n in (1, 2, 3)]
    assert {"甲", "丙", "作废：来文事项不属于本院办理范围；请主送市疾控局。"} <= set(words)


def test_the_catalogue_holds_what_was_filed_the_destroyed_too(browser: People, cast: Cast) -> None:
    first = over(cast, title="甲")
    over(cast, title="乙")
    destroyed(cast, listed(cast, first))
    docx = saved(browser("he"), "/books/catalogues/2014/years10/YZB")
    found = [(row[0], row[4], row[-1]) for row in beneath(docx, "序号", "档号")]
    gone = f"题名见销毁清册销〔{year()}〕1号"
    assert found == [("1", gone, "已销毁"), ("2", "乙", "")]


def test_above_the_clearance_a_register_tells_the_number_and_nothing_else(
    browser: People, cast: Cast
) -> None:
    registered(cast, title="内部的", issuer="某局", doc_number="某〔2026〕1号")
    registered(cast, title="公开的", level=Level.PUBLIC)
    is_cleared_for_public_papers_only(cast, "lin")
    words = {cell for row in rows(saved(browser("lin"), REGISTER)) for cell in row}
    assert {f"{year()}-普-0001", f"{year()}-普-0002", "公开的", "不在知悉范围"} <= words
    assert words.isdisjoint({"内部的", "某局", "某〔2026〕1号", "内部"})


def test_above_the_clearance_a_catalogue_tells_the_place_and_nothing_else(
    browser: People, cast: Cast
) -> None:
    filed(cast, title="内部的")
    filed(cast, title="公开的", level=Level.PUBLIC)
    is_cleared_for_public_papers_only(cast, "he")
    hidden, shown = beneath(saved(browser("he"), CATALOGUE), "序号", "档号")
    assert hidden == ["1", "Z109-WS·2026-D10-YZB-0001", "", "", "", "", "", "", "不在知悉范围"]
    assert shown[4] == "公开的"


def test_a_book_is_filled_in_with_no_transaction_open(
    browser: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(cast)
    lin, busy, fill = browser("lin"), [], forms.fill

    def watched(*words: object) -> bytes:
        busy.append(engine().pool.checkedout())
        return fill(*words)

    monkeypatch.setattr("api.books.forms.fill", watched)
    saved(lin, REGISTER)
    assert busy == [0]
