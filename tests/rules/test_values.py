"""The words a form offers and the dates a paper bears."""

from datetime import UTC, date, datetime

import pytest

from models.errors import Malformed
from models.values import (
    ActionKind,
    Book,
    DocKind,
    Level,
    Retention,
    Urgency,
    due_in_range,
    in_range,
    on_paper,
    read_day,
    read_moment,
    to_the_minute,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (Level, "公开 内部 秘密 机密 绝密"),
        (Urgency, "平件 平急 加急 特急 特提"),
        (ActionKind, "办件 阅件"),
        (Book, "普 机 电 内 督"),
        (Retention, "永久 30年 10年"),
        (DocKind, "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要"),
    ],
)
def test_words_are_stored_in_english_and_shown_in_chinese(kind, labels):
    assert [member.label for member in kind] == labels.split()
    assert all(member.value.isascii() and kind.of(member.label) is kind(member.value) for member in kind)


def test_a_word_that_is_not_offered_is_refused_with_what_is():
    with pytest.raises(Malformed, match="只能选：公开、内部、秘密、机密、绝密。"):
        Level.of("工作秘密")


def test_levels_and_urgencies_have_an_order():
    assert Level.PUBLIC.rank < Level.INTERNAL.rank
    assert max(Urgency, key=lambda urgency: urgency.rank) is Urgency.FLASH


def test_periods_know_their_code_and_years():
    assert [(one.code, one.years) for one in Retention] == [("Y", None), ("D30", 30), ("D10", 10)]


def test_dates_print_as_on_paper():
    late = datetime(2026, 11, 21, 18, 31, tzinfo=UTC)  # already the 22nd in Shanghai
    assert on_paper(date(2026, 3, 5)) == "2026年3月5日"
    assert on_paper(late) == "2026年11月22日"
    assert to_the_minute(late) == "2026年11月22日 02:31"


def test_a_naive_moment_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="time zone"):
        on_paper(datetime(2026, 11, 22, 9, 0))  # noqa: DTZ001


def test_a_form_speaks_shanghai_time():
    assert read_moment("2026-11-22T10:31", "收到时间") == datetime(2026, 11, 22, 2, 31, tzinfo=UTC)
    assert read_day(" 2026-11-22 ", "成文日期") == TODAY


@pytest.mark.parametrize("text", ["", "明天", "2026-02-30", "99999-01-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Malformed, match="成文日期不是日期"):
        read_day(text, "成文日期")
    with pytest.raises(Malformed, match="收到时间不是日期"):
        read_moment(text, "收到时间")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59-23:00"])
def test_a_moment_at_the_end_of_all_days_is_refused_and_breaks_nothing(moment):
    with pytest.raises(Malformed, match="收到时间"):
        read_moment(moment, "收到时间")


@pytest.mark.parametrize("day", [date(1948, 12, 31), date(2027, 11, 23), date(9999, 1, 1)])
def test_an_issue_date_far_from_today_is_a_slip(day):
    with pytest.raises(Malformed, match="成文日期应在1949年至2027年11月22日之间"):
        in_range(day, today=TODAY)


def test_a_deadline_is_at_most_five_years_away():
    assert due_in_range(date(2031, 11, 22), today=TODAY) == date(2031, 11, 22)
    with pytest.raises(Malformed, match="办理时限应在1949年至2031年11月22日之间"):
        due_in_range(date(9999, 12, 31), today=TODAY)


def test_no_date_is_a_date_not_given_and_a_leap_day_has_a_year_after():
    assert in_range(None, today=TODAY) is None
    assert in_range(date(2029, 2, 28), today=date(2028, 2, 29)) == date(2029, 2, 28)
