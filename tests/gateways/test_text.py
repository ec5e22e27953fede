"""Every file is read in a child: what is sound gives its words, what is not is refused with a reason."""

import os
import signal
import subprocess
import sys

import pytest
from docx import Document

from gateways import text
from gateways.text import formats, ofd, refusals
from gateways.text.numbering import chinese
from tests.gateways import files
from tests.gateways.files import MARK, put

DOCX, PDF, OFD, TXT = formats.DOCX, formats.PDF, formats.OFD, formats.TXT
PNG = files.image()


def test_a_word_paper_gives_paragraphs_tables_and_letterhead_in_printed_order(tmp_path):
    document = Document()
    document.sections[0].header.paragraphs[0].text = "青禾市松风医院文件"
    document.add_paragraph("松医〔2031〕7号")
    document.add_paragraph(MARK)
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "时间", "3月8日"
    document.add_paragraph("青禾市松风医院")
    read = text.read(put(tmp_path, "a.docx", files.saved(document)), DOCX)
    lines = [line for line in read.text.splitlines() if line.strip()]
    assert lines == ["青禾市松风医院文件", "松医〔2031〕7号", MARK, "时间\t3月8日", "青禾市松风医院"]
    assert (read.media_type, read.pages) == (DOCX, 1)


def test_a_text_box_is_read_once_and_deleted_words_are_not(tmp_path):
    box = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>机密★1年</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>机密★1年</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:del><w:r><w:t>删去的话</w:t></w:r></w:del></w:p>"
    )
    read = text.read(put(tmp_path, "a.docx", files.with_body(files.docx(MARK), box)), DOCX)
    assert read.text.count("机密★1年") == 1
    assert "删去的话" not in read.text


def test_the_first_page_of_a_word_paper_ends_at_the_page_break(tmp_path):
    document = Document()
    document.add_paragraph(MARK)
    document.add_page_break()
    document.add_paragraph("附件1")
    read = text.read(put(tmp_path, "a.docx", files.saved(document)), DOCX)
    assert MARK in read.first_page
    assert "附件1" not in read.first_page
    assert "附件1" in read.text


def test_numbers_that_word_only_prints_are_read_too(tmp_path):
    document = Document()
    document.add_paragraph("附件：")
    for name in ("演练方案", "报名表"):
        document.add_paragraph(name, style="List Number")
    number = document.styles["List Number"].element.pPr.numPr.numId.val
    for listed in document.paragraphs[1:]:
        listed._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
    read = text.read(put(tmp_path, "a.docx", files.saved(document)), DOCX)
    assert [line for line in read.text.splitlines() if line] == ["附件：", "1.演练方案", "2.报名表"]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "一"), (10, "十"), (12, "十二"), (30, "三十"), (100, "100")]
)
def test_a_chinese_number_is_written_as_in_a_paper(count, words):
    assert chinese(count) == words


def test_a_pdf_gives_the_text_of_every_page(tmp_path):
    read = text.read(put(tmp_path, "a.pdf", files.pdf(MARK, "第二页")), PDF)
    assert read.pages == 2
    assert read.first_page.strip() == MARK
    assert "第二页" in read.text


def test_a_scan_has_no_text_and_is_taken_all_the_same(tmp_path):
    assert text.read(put(tmp_path, "a.pdf", files.pdf("")), PDF) == text.Extract("", "", 1, PDF)


def test_an_image_is_one_page_without_text(tmp_path):
    assert text.read(put(tmp_path, "a.png", PNG), "image/png") == text.Extract("", "", 1, "image/png")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_of_the_office(tmp_path, encoding):
    assert text.read(put(tmp_path, "a.txt", MARK.encode(encoding)), TXT).text == MARK


def test_an_ofd_is_read(tmp_path):
    read = text.read(put(tmp_path, "a.ofd", files.ofd("松医〔2031〕7号", MARK)), OFD)
    assert read.text.splitlines() == ["松医〔2031〕7号", MARK]
    assert read.pages == 1


def test_an_ofd_is_read_by_hand_when_the_library_cannot(tmp_path):
    assert ofd.pages_by_hand(put(tmp_path, "a.ofd", files.ofd("上", "下"))) == ["上\n下"]


def test_a_file_of_unknown_type_is_told_by_its_content(tmp_path):
    path = put(tmp_path, "a.bin", files.pdf(MARK))
    assert text.read(path, "application/octet-stream").media_type == PDF
    assert text.read(path).media_type == PDF


def test_a_link_that_a_person_may_click_is_fine(tmp_path):
    package = files.with_relation(files.docx(MARK), "hyperlink", "https://example.org/")
    assert MARK in text.read(put(tmp_path, "a.docx", package), DOCX).text


def test_a_word_about_links_is_no_fetching_field(tmp_path):
    package = files.with_body(files.docx(MARK), "<w:p><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>")
    assert MARK in text.read(put(tmp_path, "a.docx", package), DOCX).text


def test_a_child_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "TIMEOUT_SECONDS", 0.01)
    with pytest.raises(refusals.TooHeavy):
        text.read(put(tmp_path, "a.txt", MARK.encode()), TXT)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (-signal.SIGKILL, refusals.TooHeavy),
        (-signal.SIGXCPU, refusals.TooHeavy),
        (-signal.SIGSEGV, refusals.Unreadable),
    ],
)
def test_a_child_that_dies_is_a_refusal_not_a_crash(code, refusal):
    with pytest.raises(refusal):
        text._parsed(b"", code)


def test_the_child_cannot_take_the_memory_or_the_disk_of_the_house(tmp_path):
    greedy = (
        "from gateways.confined.limits import READER, confine; confine(READER)\n"
        "try: bytearray(2 << 30)\nexcept MemoryError: print('no memory')\n"
        f"try: open({str(tmp_path / 'x')!r}, 'wb', 0).write(b'x')\nexcept OSError: print('no disk')\n"
    )
    said = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, cwd=os.getcwd())
    assert said.stdout.split("\n")[:2] == ["no memory", "no disk"]
