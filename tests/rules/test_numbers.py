"""编号: how the three numbers of a paper are read and printed, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Malformed
from models.values import ArchiveCode, Book, DocumentNumber, ReceiptNumber, Retention


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("江卫〔2026〕7号", "江卫〔2026〕7号"),
        ("江卫[2026]7号", "江卫〔2026〕7号"),
        ("江卫【2026】7号", "江卫〔2026〕7号"),
        ("江卫（2026）7号", "江卫〔2026〕7号"),
        ("江卫 ( 2026 年 ) 7 号", "江卫〔2026〕7号"),
        ("国卫办医政函［２０２６］１２号", "国卫办医政函〔2026〕12号"),
        ("江州市人民政府令第9号", "江州市人民政府令第9号"),
        ("江疾控便函3", "江疾控便函3"),
    ],
)
def test_an_incoming_number_prints_with_hexagonal_brackets(typed, printed):
    assert str(DocumentNumber.parse(typed)) == printed


def test_two_spellings_of_one_number_have_one_key():
    assert DocumentNumber.parse("江卫[2026]第07号").key == DocumentNumber.parse("江卫〔2026〕7号").key
    assert DocumentNumber.parse("江卫〔2026〕7号").key != DocumentNumber.parse("江卫〔2025〕7号").key


@pytest.mark.parametrize(
    "typed", ["", "  ", "无", "\u200b", "江卫〔2026〕" + "7" * 60 + "号", "江卫〔2026〕江卫联〔2026〕7号"]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Malformed, match="来文字号"):
        DocumentNumber.parse(typed)


def test_a_document_number_cannot_be_born_unnormalised():
    with pytest.raises(Malformed, match="江卫〔2026〕7号"):
        DocumentNumber("江卫[2026]7号")


@given(st.text(max_size=40))
def test_any_text_is_refused_or_prints_what_parses_to_itself(text):
    try:
        number = DocumentNumber.parse(text)
    except Malformed:
        return
    assert DocumentNumber.parse(str(number)) == number


@given(st.integers(1949, 2999), st.sampled_from(Book), st.integers(1, 999_999))
def test_a_receipt_number_reads_what_it_printed(year, book, sequence):
    number = ReceiptNumber(year, book, sequence)
    assert ReceiptNumber.parse(str(number)) == number


def test_a_receipt_number_prints_year_book_and_four_digits():
    assert str(ReceiptNumber(2026, Book.GENERAL, 1)) == "2026-普-0001"
    assert Book.GENERAL.cover == "普通文件收文登记簿"


@pytest.mark.parametrize(
    "text", ["2026-普-1", "2026-急-0001", "26-普-0001", "2026-普-0000", "", "2026普0001"]
)
def test_a_receipt_number_out_of_shape_is_refused(text):
    with pytest.raises(Malformed, match="2026-普-0001"):
        ReceiptNumber.parse(text)


def test_an_archive_code_prints_its_five_parts():
    code = ArchiveCode("Z109", "WS", 2026, Retention.YEARS30, "YZB", 1)
    assert str(code) == "Z109-WS·2026-D30-YZB-0001"
    assert ArchiveCode.parse("Z109-WS·2026-D30-YZB-0001") == code


def test_an_archive_code_may_leave_the_office_out():
    code = ArchiveCode.parse("Z109-WS·2026-Y-0012")
    assert (code.retention, code.office, code.sequence) == (Retention.PERMANENT, "", 12)


@pytest.mark.parametrize(
    "text",
    [
        "Z109-WS2026-D30-YZB-0001",
        "z109-WS·2026-D30-YZB-0001",
        "Z109-WS·2026-D15-YZB-0001",
        "Z109-WS·2026-D30-YZB-1",
        "Z109-WS·2026-D30-YZB-0000",
    ],
)
def test_an_archive_code_out_of_shape_is_refused(text):
    with pytest.raises(Malformed, match="档号"):
        ArchiveCode.parse(text)


def test_an_archive_code_cannot_be_born_wrong():
    with pytest.raises(Malformed, match="档号"):
        ArchiveCode("Z109", "WS", 2026, Retention.YEARS30, "院办", 1)
