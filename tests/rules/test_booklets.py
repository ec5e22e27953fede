"""Register, notice of return and catalogue: every entry in its order, the void ones too."""

from datetime import date

from gateways.clock import now
from models import archive, sheets
from models.database import reading
from models.papers import Choice
from models.values import Book, Retention
from tests.drawn import approved, filed, is_returned, iso, registered, sheet, today, year
from tests.office import Letter
from tests.personas import Cast


def test_the_book_of_a_year_holds_every_number_in_order_the_void_one_too(cast: Cast) -> None:
    for place in range(1, 36):
        letter = Letter(cast).arrives()
        if place == 17:
            is_returned(letter)
        else:
            letter.is_registered(title=f"第{place}号来文", pages=place)
    Letter(cast).arrives().is_registered(book=Book.TELEGRAM)
    with reading() as session:
        paper = sheets.receive_register(session, Book.GENERAL, year())
        assert sheets.receive_register(session, Book.GENERAL, year() - 1).rows == ()
    assert (paper.register, paper.year) == ("普通文件收文登记簿", str(year()))
    assert [row.number for row in paper.rows] == [f"{year()}-普-{n:04d}" for n in range(1, 36)]
    assert paper.rows[20].title == "第21号来文"
    assert paper.rows[20].pages == "21"
    assert [row.number for row in paper.rows if "作废" in row.remarks] == [f"{year()}-普-0017"]
    assert paper.rows[16].remarks == "作废：来文事项不属于本院办理范围；请主送市疾控局。"


def test_an_entry_is_the_line_of_that_document_and_of_no_other(cast: Cast) -> None:
    registered(cast, title="别人的来文")
    letter = approved(cast)
    (row,) = sheet(letter, "receive-register").rows
    assert row.number == f"{year()}-普-0002"
    assert row.received == iso()
    assert (row.copies, row.pages, row.attachments) == ("1", "", "")
    assert (row.handler, row.signer) == ("医务部", "林晓梅")
    assert (row.term, row.reply, row.recall, row.filed, row.volume) == ("", "", "", "", "")


def test_the_entry_says_where_the_paper_was_filed(cast: Cast) -> None:
    letter = filed(cast, attachments=["甲", "乙"])
    (row,) = sheet(letter, "receive-register").rows
    assert (row.filed, row.volume) == (iso(), "Z109-WS·2026-D10-YZB-0001")
    assert (row.attachments, row.handler) == ("2件", "")


def test_the_notice_ticks_the_reasons_and_offers_the_others(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    is_returned(letter)
    paper = sheet(letter, "return-notice")
    assert paper.reasons[0] == Choice(mark="☑", words="来文事项不属于本院办理范围")
    assert {choice.mark for choice in paper.reasons[1:]} == {"☐"}
    assert len(paper.reasons) == 4
    assert (paper.explanation, paper.returned_by) == ("请主送市疾控局。", "林晓梅")
    assert (paper.number, paper.returned_at, paper.receipt) == (f"{year()}-普-0001", today(), "")


def test_the_catalogue_holds_its_year_term_and_department_in_the_order_of_the_numbers(cast: Cast) -> None:
    filed(cast, title="甲", issue_date=date(2020, 5, 6), pages=3)
    filed(cast, title="三十年的", issue_date=date(2020, 5, 7), retention=Retention.YEARS30)
    filed(cast, title="另一年的", issue_date=date(2021, 5, 6))
    filed(cast, title="乙", issue_date=date(2020, 1, 2), doc_number="")
    with reading() as session:
        paper = sheets.archive_catalogue(session, 2020, Retention.YEARS10, "YZB")
    assert (paper.fonds, paper.fonds_name) == ("Z109", "江州市第一人民医院")
    assert (paper.year, paper.retention, paper.office) == ("2020", "10年", "院长办公室")
    assert [(row.number, row.archive_code, row.title, row.date) for row in paper.rows] == [
        ("1", "Z109-WS·2020-D10-YZB-0001", "甲", "20200506"),
        ("2", "Z109-WS·2020-D10-YZB-0002", "乙", "20200102"),
    ]
    assert [(row.doc_number, row.pages) for row in paper.rows] == [("江卫〔2026〕17号", "3"), ("", "")]


def test_a_row_of_the_catalogue_names_no_other_paper(cast: Cast) -> None:
    filed(cast, title="别人的来文")
    second = filed(cast, title="乙")
    paper = sheet(second, "archive-catalogue")
    assert (paper.year, paper.retention, paper.office) == ("2026", "10年", "院长办公室")
    assert [(row.number, row.title) for row in paper.rows] == [("2", "乙")]


def test_a_paper_without_a_date_has_none_in_the_catalogue(cast: Cast) -> None:
    letter = filed(cast, issue_date=None)
    assert [row.date for row in sheet(letter, "archive-catalogue").rows] == [""]


def test_a_term_that_was_prolonged_is_noted(cast: Cast) -> None:
    letter = filed(cast, issue_date=date(2014, 3, 3))
    letter.act(lambda s, d: archive.keep_on(s, d, Retention.YEARS30, "仍有查考价值。", by=cast.he, at=now()))
    (row,) = sheet(letter, "archive-catalogue").rows
    assert row.remarks == f"{year()}年续存30年"
