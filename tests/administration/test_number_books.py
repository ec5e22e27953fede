"""编号簿: the last and the next number, the void ones with their reasons, and a gap is told."""

from sqlalchemy import text
from sqlmodel import select

from config.policy import policy
from models.database import reading, unit_of_work
from models.document import Counter, peek_number
from models.register import Registration
from models.values import Book
from tests.drawn import year
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People

TITLE = "关于隐于编号之外的通知"
NAME = f"receipt:{year()}:general"


def numbered(cast: Cast, many: int) -> list[Letter]:
    letters = [Letter(cast).arrives() for _ in range(many)]
    for letter in letters:
        letter.is_registered(title=TITLE, doc_number="")
    return letters


def test_each_sees_the_books_he_answers_for_and_nobody_a_title(browser: People, cast: Cast) -> None:
    numbered(cast, 2)
    for uid in ("lin", "chen", "yan"):
        page = browser(uid).opens("/numbers")
        assert f"{year()}-普-0002" in page
        assert f"{year()}-普-0003" in page
        assert "没有缺号" in page
        assert TITLE not in page
    assert "还没有编过号" in browser("he").opens("/numbers"), "an archivist reads the archive's own"
    for uid in ("gu", "min", "wang", "zhao"):
        browser(uid).opens("/numbers", expect=404)


def test_a_void_number_stays_and_says_why(browser: People, cast: Cast) -> None:
    letter, why = Letter(cast).arrives(), policy().return_reasons[0]
    back = {"title": TITLE, "issuer": "江州市医保局", "reasons": why, "words": "请送医保局。"}
    browser("lin").posts(f"/documents/{letter.id}/return", **back)
    page = browser("lin").opens("/numbers")
    assert "作废 1 个号" in page
    assert why in page
    assert "请送医保局" not in page, "one's own words about the paper are not for everybody"
    (book,) = browser("chen").calls("GET", "/numbers")
    assert book["voids"] == {f"{year()}-普-0001": [why]}


def test_a_number_that_somebody_took_out_behind_the_products_back_is_missed(
    browser: People, cast: Cast
) -> None:
    numbered(cast, 3)
    with unit_of_work() as session:
        session.connection().execute(text("DELETE FROM registration WHERE sequence = 2"))
    page = browser("yan").opens("/numbers")
    assert "缺 2" in page
    assert "1 本簿册有缺号" in page


def test_a_counter_that_was_set_back_is_told_by_the_numbers_it_never_gave(
    browser: People, cast: Cast
) -> None:
    numbered(cast, 3)
    with unit_of_work() as session:
        session.get_one(Counter, NAME).value = 2
    assert "多 3" in browser("yan").opens("/numbers")


def test_looking_gives_no_number_away(browser: People, cast: Cast) -> None:
    numbered(cast, 1)
    for _ in range(3):
        browser("lin").opens("/numbers")
    with reading() as session:
        assert peek_number(session, NAME) == 2
        assert session.exec(select(Registration.book)).all() == [Book.GENERAL]
