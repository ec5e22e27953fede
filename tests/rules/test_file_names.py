"""文件名: what an uploader calls a file, and what the product calls it from then on."""

import unicodedata
from email.message import Message
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.files import saved_as
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


# F5: every way out, in every writing of it, before every ending.
WAYS = ["../", "..\\", "/", "\\\\192.0.2.1\\c$\\", "C:\\", "file://", "%2e%2e%2f", "．．／", "..;/", "~/", "\x00/",
        "a\r\nX-A: b/", "a\x85b/", "\u202e", "\u2066", "\ufeff", "\ud800", '"; filename="', "'; x='", "$(id)/", "`id`/",
        "|id/", "<svg onload=x>", "CON/", "a" * 400]  # fmt: skip
TAILS = ["passwd", "通知.docx", "con", "NUL.pdf", "LPT1", ".htaccess", "x.docx.exe", "来文.pdf\u202etxt", " .. ", "",
         "a;b=c.pdf", "%00.pdf"]  # fmt: skip
NAMES = [way + tail for way in WAYS for tail in TAILS]


def test_three_hundred_hostile_names_are_only_names() -> None:
    assert len(set(NAMES)) >= 300
    for name in NAMES:
        shown = clean_name(name)
        assert 0 < len(shown) <= policy().fields.file_name, ascii(name)
        assert not set(shown) & set('/\\<>:"|?*'), ascii(name)
        assert not shown.startswith("."), ascii(name)
        assert shown.split(".")[0].lower() not in {"con", "nul", "lpt1"}, ascii(name)
        assert all(unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for one in shown), ascii(
            name
        )


def test_a_download_names_its_file_in_one_header_and_no_more() -> None:
    """RFC 6266 and 8187: read again by a parser that is not ours, the name is whole and alone."""
    for name in NAMES:
        shown = clean_name(name)
        headers = saved_as(shown)
        assert set(headers) == {"Content-Disposition", "Content-Security-Policy"}
        told = headers["Content-Disposition"]
        assert told.isascii()
        assert told.isprintable()
        message = Message()
        message["Content-Disposition"] = told
        assert message.get_content_disposition() == "attachment"
        assert unquote(told.rpartition("filename*=UTF-8''")[2]) == shown


@given(st.text(max_size=300))
def test_any_name_is_one_printable_line_and_clean_already(sent):
    shown = clean_name(sent)
    assert 0 < len(shown) <= policy().fields.file_name
    assert not set(shown) & set('/\\<>:"|?*\n')
    assert all(unicodedata.category(one) not in {"Cc", "Cf", "Cs"} for one in shown)
    assert clean_name(shown) == shown
