"""The printed forms: their labels, their looks, and that what people wrote comes out as they wrote it."""

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from lxml import etree

from gateways import forms
from models.papers import KINDS, Kind, Opinion
from tests.gateways.labels import COLUMNS, IN_THE_CELL, LABELS, RUN_ON
from tests.gateways.papers import SHEET, marked, marks

LANDSCAPE = {"receive-register", "archive-catalogue", "destruction-list"}
HOSTILE = [
    "<w:t>",
    "检查各病区 R&D <a>",
    "</w:t></w:r></w:p><w:p>",
    "&lt;b&gt; &amp;",
    "]]>",
    "<![CDATA[x]]>",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# 注 #}",
    "{_{ x }_} {_% x %_}",
    "''.__class__.__mro__",
    "第一行\n第二行",
    "甲\t乙",
    "䶮𠮷㛃 ☑ “引号”‘单’",
    "批" * 2000,
    "  前后有空格  ",
    "'; DROP TABLE document; --",
]


TEMPLATES = forms.FOLDER


def read(docx: bytes) -> Docx:
    return Document(BytesIO(docx))


def template(kind: Kind) -> Docx:
    return Document(str(TEMPLATES / kind.file))


def cells(document: Docx) -> set[str]:
    return {cell.text.strip() for table in document.tables for row in table.rows for cell in row.cells}


def everything(document: Docx) -> str:
    return "\n".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )


every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@every_kind
def test_the_labels_are_those_of_the_office_word_by_word(kind: Kind) -> None:
    document = template(kind)
    assert set(LABELS[kind.word].split()) <= cells(document)
    assert kind.title in document.element.body.xpath("string()")
    text = everything(document)
    assert [label for label in IN_THE_CELL.get(kind.word, "").split() if label not in text] == []


@every_kind
def test_every_word_of_the_paper_stands_on_the_form(kind: Kind) -> None:
    paper = marked(kind, rows=3)
    text = everything(read(forms.fill(paper)))
    assert [mark for mark in marks(paper) if mark not in text] == []
    assert "{" not in text


@every_kind
def test_every_run_and_style_names_its_typeface_for_all_scripts(kind: Kind) -> None:
    parts = template(kind).part.package.iter_parts()
    roots = [parse_xml(part.blob) for part in parts if part.partname.startswith("/word/")]
    runs = [run for root in roots for run in root.iter(qn("w:r"), qn("w:style"), qn("w:rPrDefault"))]
    assert len(runs) > 40
    for run in runs:
        (fonts,) = etree.ETXPath(f"./{qn('w:rPr')}/{qn('w:rFonts')}")(run)
        names = {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(names) == 1
        assert names <= {"方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"}


@every_kind
def test_the_sheet_is_a4_with_the_margins_of_gb_t_9704(kind: Kind) -> None:
    (section,) = template(kind).sections
    top, right, bottom, left = (
        section.top_margin,
        section.right_margin,
        section.bottom_margin,
        section.left_margin,
    )
    if kind.word in LANDSCAPE:  # the same sheet turned, its heads at the binding edge
        assert section.page_width > section.page_height
        top, right, bottom, left = right, bottom, left, top
    got = [round(length / Mm(1)) for length in (top, right, bottom, left)]
    assert got == [37, 26, 35, 28]
    assert sorted(round(side / Mm(1)) for side in (section.page_width, section.page_height)) == [210, 297]


@every_kind
def test_heads_are_repeated_and_rows_stay_whole(kind: Kind) -> None:
    document = template(kind)
    grown = [table for table in document.tables if table._element.xpath("./w:tr/w:trPr/w:tblHeader")]
    columns = COLUMNS.get(kind.word, "").split()
    assert [cell.text for cell in grown[0].rows[0].cells][: len(columns)] == columns
    rows = [row for table in grown for row in table.rows]
    run_on = {row.cells[0].text for row in rows if not row._tr.xpath("./w:trPr/w:cantSplit")}
    assert run_on == set(RUN_ON.get(kind.word, "").split())


@every_kind
def test_a_line_that_somebody_ended_is_not_stretched_across_its_cell(kind: Kind) -> None:
    document = template(kind)
    assert document.settings.element.xpath("./w:compat/w:doNotExpandShiftReturn")
    in_cells = document.element.body.xpath(".//w:tc/w:p/w:pPr/w:jc/@w:val")
    assert set(in_cells) <= {"left", "center", "right"}


@every_kind
def test_nobody_s_name_is_in_the_properties(kind: Kind) -> None:
    for document in (template(kind), read(forms.fill(marked(kind, rows=1)))):
        assert document.core_properties.author == document.core_properties.last_modified_by == ""
        assert document.core_properties.title == kind.title


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: words[:12])
def test_what_was_written_is_printed_as_it_was_written(words: str) -> None:
    opinion = Opinion(who=words, post="院长", words=words, at="2026年11月20日")
    document = read(forms.fill(replace(SHEET, title=words, instructions=(opinion,), number=words)))
    printed = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert printed.count(words) >= 2  # the number and the title
    assert any(text.startswith(f"{words}\n姓名：院长 {words}\t日期：") for text in printed)


def test_what_xml_cannot_hold_is_left_out() -> None:
    document = read(forms.fill(replace(SHEET, title="甲\x00乙\x0b丙\ud800丁\ufffe戊\r\n己")))
    assert "甲乙丙丁戊\n己" in cells(document)


def test_a_name_left_by_word_does_not_go_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = template(KINDS["processing-sheet"])
    document.core_properties.author = document.core_properties.last_modified_by = "某某"
    document.save(str(tmp_path / "processing_sheet.docx"))
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    assert b"\xe6\x9f\x90" not in forms.fill(SHEET)
    assert read(forms.fill(SHEET)).core_properties.author == ""


def test_a_template_saved_again_is_used_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "processing_sheet.docx"
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    for second, word in enumerate(("第一版", "第二版")):
        document = template(KINDS["processing-sheet"])
        document.tables[0].cell(0, 0).text = word
        document.save(str(path))
        os.utime(path, (second, second))
        assert word in cells(read(forms.fill(SHEET)))
