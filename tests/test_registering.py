"""签收: a secretary's morning at the counter, several files at once, and what must not come in."""

from collections.abc import Callable

import pytest
from sqlmodel import func, select

from models.database import reading
from models.document import Document
from models.files import StoredFile
from models.receive import receipt, suggestion
from tests.page_client import Browser
from tests.personas import Cast
from tests.untouched import untouched

People = Callable[[str | None], Browser]

PAPER = """江州市卫生健康委员会文件
江卫〔2026〕{number}号
关于做好冬春季呼吸道传染病防治工作的通知
各县（区）卫生健康委，市直各医疗卫生单位：
　　现将有关事项通知如下。
　　一、请各单位高度重视。
江州市卫生健康委员会
2026年3月3日
"""


def letter(number: int) -> tuple[str, tuple[str, bytes, str]]:
    return "file", (f"{number}.txt", PAPER.format(number=number).encode(), "text/plain")


def hostile() -> tuple[str, tuple[str, bytes, str]]:
    return "file", ("坏.pdf", b"%PDF-1.7 nothing of the kind", "application/pdf")


def arrived(browser: Browser, expect: int = 303, files: list | None = None, **said: str) -> str:
    sent = {"received_at": "2026-11-22T10:00", "carrier": "专人送达"} | said
    return browser.posts("/documents", expect=expect, files=files, **sent)


@pytest.fixture
def lin(cast: Cast, browser: People, monkeypatch: pytest.MonkeyPatch) -> Browser:
    from api import receive
    from models.values import read_moment

    ten = read_moment("2026-11-22T10:30", "收到日期和时间", field="received_at")
    monkeypatch.setattr(receive, "now", lambda: ten)
    return browser("lin")


def count(kind: type[Document] | type[StoredFile]) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def test_a_scanned_letter_is_dropped_and_signed_for_with_nothing_typed(lin: Browser) -> None:
    arrived(lin, files=[letter(7)])
    with reading() as session:
        document = session.exec(select(Document)).one()
        assert receipt(session, document.id).received_from == "江州市卫生健康委员会"
        assert suggestion(session, document.id)["doc_number"]["value"] == "江卫〔2026〕7号"


def test_one_letter_comes_with_what_is_annexed_in_order(lin: Browser) -> None:
    arrived(lin, files=[letter(1), letter(2), letter(3)], together="one")
    with reading() as session:
        document = session.exec(select(Document)).one()
        files = session.exec(select(StoredFile).order_by(StoredFile.sealed_at)).all()
        assert [one.name for one in files] == ["1.txt", "2.txt", "3.txt"]
        assert {one.owner for one in files} == {document.id}


def test_several_letters_get_a_receipt_each(lin: Browser) -> None:
    place = arrived(lin, files=[letter(1), letter(2), letter(3)], together="each")
    assert place.endswith("?done=received-each#registration-title"), "the cursor stands in the form"
    assert (count(Document), count(StoredFile)) == (3, 3)


def test_of_twenty_files_one_is_hostile_and_none_comes_in(lin: Browser) -> None:
    files = [letter(number) for number in range(1, 21)]
    files[12] = hostile()
    page = arrived(lin, 422, files=files, together="each", paper_location="3号柜")
    assert "第13个文件：" in page
    assert "坏.pdf" not in page
    assert 'value="3号柜"' in page, "what was typed is kept"
    assert (count(Document), count(StoredFile)) == (0, 0)


def test_the_same_file_twice_in_one_go_is_said_by_its_places(lin: Browser) -> None:
    page = arrived(lin, 422, files=[letter(1), letter(2), letter(1)], together="each")
    assert "第1个和第3个是同一个文件" in page
    assert count(Document) == 0


def test_more_files_than_a_pair_of_hands_can_check_are_refused(lin: Browser) -> None:
    with untouched():
        assert "一次最多30个文件" in arrived(lin, 422, files=[letter(n) for n in range(31)])


def test_without_file_and_sender_somebody_must_be_named(lin: Browser) -> None:
    assert "请填写来文单位" in arrived(lin, 422)


def test_a_known_file_is_warned_of_before_it_is_sent_and_again_when_it_is(lin: Browser) -> None:
    arrived(lin, files=[letter(7)])
    with reading() as session:
        digest = session.exec(select(StoredFile.digest)).one()
    told = lin.calls("GET", f"/documents/likely-duplicates?digest={digest}")
    assert [one["why"] for one in told] == ["同一文件"]
    page = arrived(lin, 409, files=[letter(7)])
    assert "可能已经收过这份文件" in page
    arrived(lin, files=[letter(7)], duplicate_ok="yes")
    assert count(Document) == 2


@pytest.mark.parametrize("typed", ["江", "江卫〔2026〕", "7", "%", ""])
def test_half_a_number_is_no_number_yet(lin: Browser, typed: str) -> None:
    assert lin.calls("GET", f"/documents/likely-duplicates?issuer=江&doc_number={typed}") == []


def test_the_page_says_what_may_come_and_how_much(lin: Browser) -> None:
    page = lin.opens("/documents/new")
    assert 'data-most="200"' in page
    assert " multiple " in page
