"""期限原文: what 收到之日起5个工作日内 comes to by the working calendar; what names another day is left to the reader."""

import re
from datetime import date, datetime, timedelta

from models.values import local_day
from models.workdays import office_calendar

DIGITS = "零一二三四五六七八九"
UNIT = re.compile(
    r"(?P<count>[\d一二三四五六七八九十两]{1,3})个?(?P<unit>工作日|日|天|小时|周|月)(?:之?内|以内)"
)
OF_RECEIPT = re.compile(r"收到|收文|接")
OF_THE_ISSUER = re.compile(r"印发|发布|公布|下发|文件|发文|本通知")
AFTERWARDS = re.compile(r"结束")  # of something that is still to come
DAYS = {"日": 1, "天": 1, "周": 7}


def reckoned(phrase: str, received: datetime, issued: date | None) -> date | None:
    """The last day.  Counted from the day of receipt, or of issue where the phrase says so.

    A term in plain days that would end on a day of rest ends on the working day before it.
    """
    found = UNIT.search(phrase)
    if found is None or AFTERWARDS.search(phrase):
        return None
    of_issue = OF_THE_ISSUER.search(phrase) and not OF_RECEIPT.search(phrase)
    start = issued if issued and of_issue else local_day(received)
    count, unit = _number(found["count"]), found["unit"]
    if unit == "工作日":
        return office_calendar().add_workdays(start, count)
    if unit == "小时":
        return local_day(received + timedelta(hours=count))
    last = _months_later(start, count) if unit == "月" else start + timedelta(days=count * DAYS[unit])
    return last if office_calendar().is_workday(last) else office_calendar().add_workdays(last, -1)


def _number(written: str) -> int:
    """5, 十五, 二十, 两."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.replace("两", "二").rpartition("十")
    return (DIGITS.index(tens or "一") * 10 if ten else 0) + (DIGITS.index(ones) if ones else 0)


def _months_later(start: date, months: int) -> date:
    """The same day of the month, or its last."""
    years, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + years, month + 1, 1)
    longest = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=start.day - 1), longest)
