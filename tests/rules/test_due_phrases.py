"""期限原文: a term in words, as the day that it comes to."""

from datetime import date, datetime

import pytest

from gateways.clock import SHANGHAI
from models.due_phrases import reckoned

MONDAY = datetime(2026, 11, 23, 16, tzinfo=SHANGHAI)
ISSUED = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("收到之日起5个工作日内报送", date(2026, 11, 30)),
        ("自收到本通知之日起十五个工作日内", date(2026, 12, 14)),
        ("3个工作日内反馈", date(2026, 11, 26)),
        ("二十个工作日内办理完毕", date(2026, 12, 21)),
        ("收到后24小时内报", date(2026, 11, 24)),
        ("收到后两周内报送", date(2026, 12, 7)),
        ("印发之日起30日内报", date(2026, 12, 18)),
        ("自发布之日起三个月内完成", date(2027, 2, 18)),
    ],
)
def test_a_term_is_counted_from_receipt_or_from_issue(phrase: str, day: date) -> None:
    assert reckoned(phrase, MONDAY, ISSUED) == day


def test_a_term_in_plain_days_ends_on_a_working_day() -> None:
    assert reckoned("收到后5日内报", MONDAY, None) == date(2026, 11, 27), "the 28th is a Saturday"
    assert reckoned("收到后1个月内报", datetime(2027, 1, 31, 9, tzinfo=SHANGHAI), None) == date(2027, 2, 26)


@pytest.mark.parametrize(
    "phrase", ["每月25日前报送", "本周五前", "今日下班前", "会议结束后两个工作日内报", ""]
)
def test_what_names_another_day_is_left_to_the_reader(phrase: str) -> None:
    assert reckoned(phrase, MONDAY, ISSUED) is None
