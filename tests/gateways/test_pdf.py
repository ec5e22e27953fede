"""PDF through LibreOffice: real pages, nothing left behind, and a sentence when it is not there."""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from gateways import forms, pdf
from models.papers import KINDS, Kind
from tests.gateways.papers import FULL, SHEET, marked

needs_soffice = pytest.mark.skipif(not pdf.available(), reason="LibreOffice is not installed here")


def pages(printed: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed)]


@needs_soffice
@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "head"),
    [
        ("receive-register", "收文日期"),
        ("circulation-sheet", "阅退时间"),
        ("archive-catalogue", "责任者"),
        ("destruction-list", "应保管"),
        ("destruction-certificate", "保管部门"),
    ],
)
def test_a_long_list_repeats_its_head_on_every_page(word: str, head: str) -> None:
    texts = pages(pdf.to_pdf(forms.fill(marked(KINDS[word], rows=35))))
    assert len(texts) >= 3
    listed = [text for text in texts if "[row" in text or "[turn" in text or "[item" in text]
    assert len(listed) >= 2
    assert [text for text in listed if head not in text] == []


@needs_soffice
def test_the_sheet_is_printed_on_one_page_with_its_number() -> None:
    (page,) = pages(pdf.to_pdf(forms.fill(SHEET)))
    words = "".join(page.split())
    assert [
        one for one in ("收文编号2026-普-0123", "请医务部牵头落实。", "第1页共1页") if one not in words
    ] == []


@needs_soffice
def test_a_sheet_that_has_come_its_whole_way_fits_one_page() -> None:
    (page,) = pages(pdf.to_pdf(forms.fill(FULL)))
    words = "".join(page.split())
    assert [
        one for one in ("周建国", "签名：钱红", "Z109-WS·2026-D10-YZB-0001", "有密封袋") if one not in words
    ] == []


@needs_soffice
def test_two_at_once_both_get_theirs_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ThreadPoolExecutor() as pool:
        printed = list(pool.map(pdf.to_pdf, [forms.fill(SHEET)] * 2))
    assert [one[:5] for one in printed] == [b"%PDF-"] * 2
    assert list(tmp_path.iterdir()) == []


@needs_soffice
def test_a_printer_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(pdf, "TIMEOUT_SECONDS", 0.05)
    with pytest.raises(pdf.NoPdf, match="没有完成"):
        pdf.to_pdf(forms.fill(SHEET))
    assert list(tmp_path.iterdir()) == []


@needs_soffice
def test_who_finds_every_printer_busy_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PRINTERS", BoundedSemaphore(1))
    monkeypatch.setattr(pdf, "QUEUE_SECONDS", 0.01)
    with pdf.PRINTERS, pytest.raises(pdf.NoPdf, match="请稍后再试"):
        pdf.to_pdf(forms.fill(SHEET))
    assert pdf.to_pdf(forms.fill(SHEET))[:5] == b"%PDF-"


@needs_soffice
def test_what_it_cannot_read_is_said() -> None:
    with pytest.raises(pdf.NoPdf, match="没有生成 PDF"):
        pdf.to_pdf(b"PK\x03\x04 no such document")


def test_no_typeface_of_the_forms_falls_to_the_brush_script() -> None:
    """Left alone, LibreOffice draws 仿宋, 小标宋 and 黑体 all in UKai."""
    names = {font.get(qn("w:ascii")) for kind in KINDS.values() for font in _fonts(kind)}
    assert names == set(pdf.PRINTED)
    assert [name for name, drawn in pdf.typefaces().items() if "Kai" in drawn] == []


def _fonts(kind: Kind) -> list[etree._Element]:
    document = Document(str(forms.FOLDER / kind.file))
    return [
        font for root in (document.element, document.styles.element) for font in root.iter(qn("w:rFonts"))
    ]


def test_without_libreoffice_the_word_file_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert not pdf.available()
    with pytest.raises(pdf.NoPdf, match="没有安装 LibreOffice"):
        pdf.to_pdf(b"")
