"""A form by its number and name, as the command line and a page ask for it."""

import pytest

from gateways import printing
from models.database import reading
from tests.drawn import listed, over, refusal, registered, today, year
from tests.personas import Cast
from tests.printed import beside


@pytest.mark.parametrize("words", ["<w:t>同意</w:t>", "{{ 7*7 }} & {% if x %}", "第一行\n第二行"])
def test_what_a_leader_wrote_is_printed_as_it_was_written(cast: Cast, words: str) -> None:
    letter = registered(cast)
    letter.is_proposed(leaders=[cast.id("zhou")])
    letter.is_signed("zhou", words)
    with reading() as session:
        _, docx = printing.form_bytes(session, f"{year()}-普-0001", "文件处理单")
    assert beside(docx, "领导批示") == f"{words}\n姓名：院长 周明华\t日期：{today()}"


@pytest.mark.parametrize("number", ["{year}-普-0001", "　{year}-普-０００１ "])
def test_a_form_is_had_by_number_and_word_or_title(cast: Cast, number: str) -> None:
    registered(cast)
    asked = number.format(year=year())
    with reading() as session:
        by_word = printing.form_bytes(session, asked, "processing-sheet")
        by_title = printing.form_bytes(session, asked, "文件处理单")
    assert by_word[0] == by_title[0] == f"{year()}-普-0001-文件处理单.docx"
    assert beside(by_title[1], "收文编号") == f"{year()}-普-0001"


def test_a_list_is_had_by_its_number_in_any_brackets(cast: Cast) -> None:
    listed(cast, over(cast))
    with reading() as session:
        name, docx = printing.form_bytes(session, f"销[{year()}] 1号", "销毁清册")
    assert name == f"销〔{year()}〕1号-销毁清册.docx"
    assert beside(docx, "销毁档案数量") == "1件"


@pytest.mark.parametrize(
    ("number", "kind", "sentence"),
    [
        ("{year}-普-0001", "传阅单", "此件没有传阅，无传阅单。"),
        ("{year}-普-0001", "销毁证明", "打印销毁证明须用清册编号，如 销〔2026〕1号。"),
        ("17", "文件处理单", "收文编号应写作：2026-普-0001。"),
        ("2026-普-0099", "文件处理单", "没有编号为2026-普-0099的公文或清册。"),
        ("销〔2026〕99号", "销毁清册", "没有编号为销〔2026〕99号的公文或清册。"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_a_sentence(
    cast: Cast, number: str, kind: str, sentence: str
) -> None:
    registered(cast)
    with reading() as session:
        assert refusal(lambda: printing.form_bytes(session, number.format(year=year()), kind)) == sentence
