"""检索: a word that stands in a name finds it, whatever its length, width or spelling; nobody finds more than theirs."""

import pytest
from sqlmodel import Session, col, select

from api.documents import PER_PAGE, found, turn_page
from models import access, search
from models.access import let_know
from models.database import reading, unit_of_work
from models.desk import COUNT_MOST, count
from models.document import Document
from models.people import to_person
from models.sought import Sought
from models.values import Book
from tests.office import Letter
from tests.personas import Cast, in_days
from tests.test_a_secretarys_day import People
from tests.this_year import YEAR

TITLES = {
    "全网医药价格监测工作方案": ("江州市医疗保障局", "江医保〔2026〕7号"),
    "关于院感防控督导检查的通知": ("江州市卫生健康委员会", "江卫〔2026〕17号"),
    "关于住院医师规范化培训的通知": ("临川市卫生健康委员会", "临卫〔2026〕117号"),
    "ＩＣＵ床位统筹（第２批）": ("江州市卫生健康委员会", ""),
}


@pytest.fixture
def register(cast: Cast) -> dict[str, Letter]:
    """Four registered letters by title, the first one oldest."""
    kept = {}
    for title, (issuer, doc_number) in TITLES.items():
        kept[title] = letter = Letter(cast).arrives()
        letter.is_registered(title=title, issuer=issuer, doc_number=doc_number)
    return kept


def titles(cast: Cast, sought: str, uid: str = "lin") -> list[str]:
    with reading() as session:
        return [
            document.title for document in session.exec(found(session, Sought(q=sought), getattr(cast, uid)))
        ]


def title(part: str) -> str:
    return next(one for one in TITLES if part in one)


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ("培训", "住院医师"),  # two characters
        ("网医", "全网医药"),  # across the words a segmenter would cut
        ("院感", "院感"),  # an abbreviation no dictionary has
        ("规范化培训", "住院医师"),
        ("督导 江州", "院感"),  # one word in the title, one in the issuer
        ("通知 临川", "住院医师"),
        ("医疗保障", "全网医药"),
        ("床", "ＩＣＵ"),  # one character
        ("icu", "ＩＣＵ"),
        ("ICU", "ＩＣＵ"),
        ("ＩＣＵ　床位", "ＩＣＵ"),  # full width, and its blank
        ("第2批", "ＩＣＵ"),
        ("第２批", "ＩＣＵ"),
        ("江卫〔2026〕17号", "院感"),
        ("江卫[2026]17号", "院感"),
        ("江卫﹝２０２６﹞１７号", "院感"),
        ("临卫〔2026〕117号", "住院医师"),
    ],
)
def test_a_word_that_stands_in_a_name_finds_it_and_nothing_else(
    cast: Cast, register: dict[str, Letter], sought: str, expected: str
) -> None:
    assert titles(cast, sought) == [title(expected)]


def test_a_receipt_number_finds_the_one_document_that_bears_it(
    cast: Cast, register: dict[str, Letter]
) -> None:
    for name, letter in register.items():
        number = letter.now.number or ""
        wide = number.translate({ord("0") + n: ord("０") + n for n in range(10)} | {ord("-"): "－"})
        assert titles(cast, number) == titles(cast, f" {wide} ") == [name]


def test_a_whole_number_finds_what_bears_exactly_it_and_a_part_of_it_what_holds_it(cast: Cast) -> None:
    for name, number in (("一", "江卫〔2026〕7号"), ("二", "江卫〔2026〕17号"), ("三", "豫江卫〔2026〕7号")):
        Letter(cast).arrives().is_registered(title=name, doc_number=number)
    assert titles(cast, "江卫〔2026〕7号") == titles(cast, "江卫﹝２０２６﹞７号") == ["一"]
    assert titles(cast, "江卫〔2026〕17号") == ["二"]
    assert titles(cast, "豫江卫") == ["三"]
    assert titles(cast, "江卫") == ["三", "二", "一"]


def test_what_is_found_stands_newest_first(cast: Cast, register: dict[str, Letter]) -> None:
    newest = list(TITLES)[::-1]
    assert titles(cast, "") == titles(cast, f"{YEAR}-普") == newest
    assert titles(cast, "通知") == [one for one in newest if "通知" in one]
    with reading() as session:
        by_serial = session.exec(select(Document).order_by(col(Document.serial).desc())).all()
    assert [document.title for document in by_serial] == newest


@pytest.mark.parametrize(
    "sought",
    ["月球", "培训 月球", "感院", "%", "_", "％", "！！", "……", "'", '"; drop table gram', "\\", "\u200b"],
)
def test_what_stands_in_no_name_finds_nothing(cast: Cast, register: dict[str, Letter], sought: str) -> None:
    assert titles(cast, sought) == []


@pytest.mark.parametrize("sought", ["通%知", "培_训", "“培训”", "《培训》", "培训%", "(培训)"])
def test_marks_between_and_around_the_characters_are_no_wildcards(
    cast: Cast, register: dict[str, Letter], sought: str
) -> None:
    assert titles(cast, sought) == titles(cast, search.SPACE.sub("", sought))
    assert titles(cast, sought)


@pytest.mark.parametrize("sought", ["", "   ", "\u3000"])
def test_nothing_asked_is_the_whole_list(cast: Cast, register: dict[str, Letter], sought: str) -> None:
    assert len(titles(cast, sought)) == len(TITLES)


def test_a_long_question_is_answered_and_an_endless_one_refused(
    cast: Cast, register: dict[str, Letter], browser: People
) -> None:
    assert titles(cast, "培训" * 50) == []
    assert titles(cast, " ".join(["培训"] * 33)) == [title("培训")]
    browser("lin").opens(f"/documents?q={'训' * 100}")
    browser("lin").opens(f"/documents?q={'训' * 200}", expect=422)


def test_a_new_title_is_found_and_the_old_one_no_more(cast: Cast, register: dict[str, Letter]) -> None:
    with unit_of_work() as session:
        document = session.get_one(Document, register[title("培训")].id)
        document.title = "关于消防演练的通知"
        search.index(session, document)
    assert titles(cast, "消防") == ["关于消防演练的通知"]
    assert titles(cast, "培训") == []


def test_nothing_outside_the_scope_is_found_or_counted(cast: Cast, register: dict[str, Letter]) -> None:
    known = register[title("院感")]
    with unit_of_work() as session:
        let_know(session, known.id, to_person(cast.id("sun")), at=in_days(0))
    for sought in ("", "通知", "江州", f"{YEAR}-普", known.now.number or ""):
        assert titles(cast, sought, "sun") == [title("院感")]
        assert counted(cast, sought, "sun") == 1
    assert titles(cast, "培训", "sun") == titles(cast, "培训", "gu") == []
    assert counted(cast, "", "gu") == counted(cast, "培训", "sun") == 0


def test_whoever_knows_much_is_told_the_same_by_the_other_road(
    cast: Cast, register: dict[str, Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the pieces to the documents, instead of from the names in the 知悉范围."""
    with unit_of_work() as session:
        for letter in list(register.values())[:3]:
            let_know(session, letter.id, to_person(cast.id("sun")), at=in_days(0))
    questions = ("", "通知", "通知 临川", "网医", "床位", "2026", "江州市卫生健康委员会", "！")
    by_name = [titles(cast, sought, "sun") for sought in questions]
    monkeypatch.setattr(access, "FEW", 0)
    assert [titles(cast, sought, "sun") for sought in questions] == by_name
    assert [len(one) for one in by_name] == [3, 2, 1, 1, 0, 3, 1, 0]


def test_the_filters_narrow_what_the_words_found(cast: Cast, register: dict[str, Letter]) -> None:
    with reading() as session:
        for asked, many in (
            ({"stage": "registered"}, 2),
            ({"stage": "archived"}, 0),
            ({"book": Book.GENERAL.value}, 2),
        ):
            assert count(session, found(session, Sought(q="通知", **asked), cast.lin)) == many


def counted(cast: Cast, sought: str, uid: str) -> int:
    with reading() as session:
        return _count(session, cast, sought, uid)


def _count(session: Session, cast: Cast, sought: str, uid: str) -> int:
    number = count(session, found(session, Sought(q=sought), getattr(cast, uid)))
    assert number < COUNT_MOST
    return number


def test_whoever_turns_pages_comes_to_the_oldest_though_nobody_counted_that_far() -> None:
    full = turn_page(5, PER_PAGE, COUNT_MOST, str)
    assert (full["words"], full["next"]) == ("第 81–100 件，共 100 件以上", "6")
    assert turn_page(6, 7, COUNT_MOST, str) == {
        "words": "第 101–107 件，共 100 件以上",
        "previous": "5",
        "next": "",
    }
    assert turn_page(2, 5, 25, str) == {"words": "第 21–25 件，共 25 件", "previous": "1", "next": ""}
    assert turn_page(1, 0, 0, str) == {"words": "", "previous": "", "next": ""}
    assert turn_page(1, PER_PAGE, 21, str)["next"] == "2"
