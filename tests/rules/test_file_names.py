"""文件名: what an uploader calls a file, and what the product calls it from then on."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.policy import policy
from models.files import clean_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../x", "x"),
        ("..\\..\\x.docx", "x.docx"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\lin\\桌面\\通知.pdf", "通知.pdf"),
        ("通知\r\nSet-Cookie: a=b.pdf", "通知 Set-Cookie_ a=b.pdf"),
        ("通知\u202efdp.exe", "通知fdp.exe"),
        ("a\x00b.pdf", "ab.pdf"),
        ("  .通知. ", "通知"),
        ("..", "未命名文件"),
        ("", "未命名文件"),
        ("\u200b\u200b", "未命名文件"),
        ("con", "_con"),
        ("NUL.docx", "_NUL.docx"),
        ("console.docx", "console.docx"),
        ('<a href="x">.html', "_a href=_x__.html"),
        ("e\u0301.pdf", "é.pdf"),
        ("江卫〔2026〕17号★.ofd", "江卫〔2026〕17号★.ofd"),
        ("𠮷野家.docx", "𠮷野家.docx"),
    ],
)
def test_a_name_is_shown_without_its_tricks(sent, shown):
    assert clean_name(sent) == shown


def test_a_name_that_is_too_long_keeps_its_ending():
    shown = clean_name("很" * 400 + ".docx")
    assert len(shown) == policy().fields.file_name
    assert shown.endswith("很.docx")
    assert len(clean_name("a." + "b" * 400)) == policy().fields.file_name


@given(st.text(max_size=300))
def test_any_name_is_one_printable_line_and_clean_already(sent):
    shown = clean_name(sent)
    assert 0 < len(shown) <= policy().fields.file_name
    assert not set(shown) & set('/\\<>:"|?*\n')
    assert all(unicodedata.category(one) not in {"Cc", "Cf", "Cs"} for one in shown)
    assert clean_name(shown) == shown
