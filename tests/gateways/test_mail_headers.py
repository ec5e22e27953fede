"""Header injection: whatever stands in a name, an address or a subject, one mail goes to one person, or none goes."""

from contextlib import suppress
from email import policy as grammar
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gateways import mail_bytes
from gateways.errors import Permanent
from gateways.mail_bytes import write
from tests.gateways.post_office import letter

PLANNED = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"),
    *("MIME-Version", "Content-Type"),
]
ENDS = [
    "\n",
    "\r",
    "\r\n",
    "\n ",
    "\r\n\t",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\0",
]
SMUGGLED = ["Bcc: evil@x.example", "\nBcc: evil@x.example\n\n<script>"]
ENCODED = [
    "=?utf-8?q?a=0ABcc:_evil@x.example?=",
    "=?utf-8?q?a=0D=0ABcc:_evil@x.example?=",
    "=?UTF-8?B?YQpCY2M6IGV2aWxAeC5leGFtcGxl?=",
    "=?iso-8859-1?q?a=0aBcc:_evil@x.example=0a=0a?= x",
    "批示 =?utf-8?q?=0ABcc:_evil@x.example?=",
    "=?utf-8?q?a=0A?= =?utf-8?q?Bcc:_evil@x.example?=",
    "a=?",
]
ODD = ["", " ", "\u200b", "\u202ewang", "\ud800", "x" * 400]
TEXTS = [f"办理{end}{smuggled}" for end in ENDS for smuggled in SMUGGLED] + ENCODED + ODD
ADDRESSES = [
    "wang@jz1y.example, evil@x.example",
    "wang@jz1y.example,evil@x.example",
    "wang@jz1y.example; evil@x.example",
    "wang@jz1y.example> <evil@x.example",
    "<wang@jz1y.example>",
    "王 <wang@jz1y.example>",
    "group: wang@jz1y.example;",
    '"wang evil"@jz1y.example',
    '"a\nBcc: evil@x.example"@jz1y.example',
    "wang@jz1y.example (\nBcc: evil@x.example)",
    "wang@jz1y.example\nBcc: evil@x.example",
    "wang@jz1y.example\r\nRCPT TO:<evil@x.example>",
    "wang@jz1y.example\r\n.\r\nMAIL FROM:<a@b.example>",
    "wang@jz1y.example ",
    " wang@jz1y.example",
    "wang@@jz1y.example",
    "wang",
    "@jz1y.example",
    "wang@",
    "wang@[127.0.0.1]",
    "wang@jz1y.example\0",
    "wａng@jz1y.example",
    "wang＠jz1y.example",
    "=?utf-8?q?wang=40jz1y.example?=",
    "-oQ/tmp wang@jz1y.example",
    "",
    "a" * 250 + "@jz1y.example",
]
MESSAGE_IDS = [
    *(
        "",
        "x",
        "<a@b",
        "<a@b>\nBcc: evil@x.example",
        "<a b@c>",
        "<=?utf-8?q?a?=@b>",
        "<../../x@b>",
        "<a@b> <c@d>",
    ),
]


def test_there_are_enough_tricks():
    assert len(TEXTS) * 2 + len(ADDRESSES) + len(MESSAGE_IDS) >= 60


@pytest.mark.parametrize("field", ["to_name", "subject"])
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_name_or_subject_with_a_trick_in_it_is_not_sent(field, text):
    with pytest.raises(Permanent, match=r"^mail-header$"):
        write(letter(**{field: text}))


@pytest.mark.parametrize("address", ADDRESSES, ids=ascii)
def test_only_one_plain_address_is_written_to(address):
    with pytest.raises(Permanent, match=r"^mail-address$"):
        write(letter(to_address=address))


@pytest.mark.parametrize("message_id", MESSAGE_IDS, ids=ascii)
def test_only_a_plain_message_id_is_written(message_id):
    with pytest.raises(Permanent, match=r"^mail-header$"):
        write(letter(message_id=message_id))


@pytest.mark.parametrize(
    "name",
    ["王建国", 'O\'Neil, "X"', "a,b@c.example", "李 (主任)", "王 <evil@x.example>", "a: b;", "\\", "𠮷"],
)
def test_an_odd_name_is_only_a_name(name):
    assert addressed(write(letter(to_name=name))) == ["wang@jz1y.example"]


@examples(max_examples=400, deadline=None)
@given(name=st.text(max_size=60), subject=st.text(max_size=300))
def test_any_text_is_sent_with_the_planned_headers_or_not_at_all(name, subject):
    with suppress(Permanent):
        content = write(letter(to_name=name, subject=subject))
        assert BytesParser(policy=grammar.default).parsebytes(content).keys() == PLANNED
        assert addressed(content) == ["wang@jz1y.example"]


@examples(max_examples=200, deadline=None)
@given(
    name=st.text("王建国李·ABCabc,<>()\"'@:;", min_size=1, max_size=40),
    subject=st.text("【】批示〔2026〕-0123号，。月日", min_size=1, max_size=200),
)
def test_what_the_office_writes_is_always_sent(name, subject):
    assert addressed(write(letter(to_name=name, subject=subject))) == ["wang@jz1y.example"]


@pytest.mark.parametrize("subject", ENCODED[:4])
def test_what_the_first_look_let_through_the_second_sees(monkeypatch, subject):
    """The trick of CVE-2024-6923: the reason for looking at the bytes again."""
    monkeypatch.setattr(mail_bytes, "_header", lambda text: text)
    with pytest.raises(Permanent, match=r"^mail-changed$"):
        write(letter(subject=subject))


# P5: every trick after every beginning, in every field that a person or a directory fills.
HEADERS_WANTED = [
    "Bcc: evil@x.example",
    "To: evil@x.example",
    "Subject: x",
    "Content-Type: text/html",
    "DATA",
    ".",
]
BEGINNINGS = ["", "办理", "=?utf-8?q?a?=", '"', "<", "a@b.example", "\\", " " * 80, "x" * 74]
CODED = ["=?utf-8?q?{0}?=", "=?gb18030?b?{0}?=", "=?utf-8?q?=0D=0A{0}?=", "=?x-unknown?q?=0a{0}?="]
SMUGGLINGS = [
    *(f"{begin}{end}{header}" for begin in BEGINNINGS for end in ENDS for header in HEADERS_WANTED),
    *(
        f"{begin}{coded.format(header)}"
        for begin in BEGINNINGS
        for coded in CODED
        for header in HEADERS_WANTED
    ),
]
FIELDS = ("to_name", "to_address", "subject", "message_id")


def test_there_are_two_thousand_and_more() -> None:
    assert len(set(SMUGGLINGS)) * len(FIELDS) >= 2_000


@pytest.mark.parametrize("field", FIELDS)
def test_no_smuggling_adds_a_header_or_a_recipient(field: str) -> None:
    """Refused, or sent with exactly the planned headers to exactly the planned person; on Python 3.11.7 too."""
    for smuggling in SMUGGLINGS:
        with suppress(Permanent):
            content = write(letter(**{field: smuggling}))
            assert BytesParser(policy=grammar.default).parsebytes(content).keys() == PLANNED, ascii(smuggling)
            assert addressed(content) == ["wang@jz1y.example"], ascii(smuggling)


def addressed(content: bytes) -> list[str]:
    parsed = BytesParser(policy=grammar.default).parsebytes(content)
    assert parsed["Cc"] is None
    assert parsed["Bcc"] is None
    return [one.addr_spec for one in parsed["To"].addresses]
