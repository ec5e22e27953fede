"""工作日历: the year as the office works it, and 试算: what a term would come to, before anybody sets it."""

import re
from collections.abc import Callable

import pytest

from tests.page_client import Browser

People = Callable[[str | None], Browser]
PLACE = "/api/v1/calendar/deadline"


@pytest.mark.parametrize("uid", ["lin", "wang", "zhao", "gu"])
def test_whoever_is_signed_in_sees_the_year_with_its_holidays(browser: People, uid: str) -> None:
    told = browser(uid).opens("/calendar?year=2026")
    assert '<td class="holiday" title="国庆节（放假）">1<small>休</small></td>' in told
    assert '<td class="made-up" title="国庆节（调休上班）">10<small>班</small></td>' in told
    assert "还没有录入" not in told


def test_a_year_that_is_not_published_says_so(browser: People) -> None:
    assert "2027年的放假安排还没有录入，暂按周一至周五计算" in browser("lin").opens("/calendar?year=2027")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("start=2026-11-23T10:31&days=3", "2026年11月26日 17:30（周四）"),
        ("start=2026-09-30T16:00&hours=4", "2026年10月8日 10:30（周四）"),
        ("start=2026-12-30T09:00&days=5", "2027年1月6日 17:30（周三）（暂定）"),
    ],
)
def test_a_term_is_reckoned_before_it_is_set(browser: People, asked: str, due: str) -> None:
    assert f"到期：<b>{due}</b>" in browser("lin").opens(f"/calendar?{asked}")


def test_it_names_the_days_that_do_not_count(browser: People) -> None:
    told = browser("lin").opens("/calendar?start=2026-09-24T10:00&days=2")
    assert "其间不上班：2026年9月25日 中秋节、2026年9月26日 中秋节、2026年9月27日 中秋节" in told


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("days=3&hours=4", "只填一项"),
        ("days=367", "工作日数应为0至366"),
        ("hours=0", "上班小时数应为1至999"),
        ("days=三", "请填写数字"),
        ("start=昨天&days=3", "起算时间不是日期"),
    ],
)
def test_a_term_that_cannot_be_is_told(browser: People, asked: str, sentence: str) -> None:
    assert sentence in browser("lin").opens(f"/calendar?{asked}")


def test_a_program_reckons_by_the_same_rules(browser: People) -> None:
    lin = browser("lin").client
    found = lin.get(PLACE, params={"start": "2026-09-24T02:00:00Z", "days": 2}).json()
    assert found == {
        "due_at": "2026-09-29T09:30:00Z",
        "known": True,
        "skipped": ["2026-09-25", "2026-09-26", "2026-09-27"],
    }
    assert lin.get(PLACE, params={"start": "2026-09-24T02:00:00Z"}).status_code == 422


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("until=2027-01-04", r"周一，还剩\d+个工作日（暂定）。"),
        ("due_date=2026-10-01", "周四，国庆节，不上班。"),
        ("due_date=2026-1", ""),
    ],
)
def test_beside_a_date_stands_whether_the_office_works_on_it(browser: People, sent: str, told: str) -> None:
    answer = browser("lin").client.get(f"/calendar/until?{sent}")
    assert re.fullmatch(told, answer.text.strip())
