"""定期报送 on its page and by a program: set up, looked at, ended."""

from typing import Any

from gateways.clock import now
from models.values import local_day
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

PLACE = "/obligations"


def sent(cast: Cast, **said: Any) -> dict[str, Any]:
    return {
        "title": "安全生产月报",
        "basis": "江卫函〔2026〕45号",
        "words": "按附表填报，经分管院领导审核。",
        "leader": str(cast.id("wang")),
        "lead": "YWB",
        "rhythm": "month",
        "month": "1",
        "counted": "workday",
        "nth": "5",
        "ahead": "5",
        "since": local_day(now()).isoformat(),
    } | said


def test_it_is_set_up_shown_and_ended(browser: People, cast: Cast) -> None:
    lin = browser("lin")
    assert PLACE in lin.opens("/supervision")
    assert "还没有定期报送" in lin.opens(PLACE)
    with untouched():
        again = lin.posts(PLACE, expect=422, **sent(cast, nth="23"))
    assert "报送日应为1至15" in again
    assert "按附表填报" in again
    lin.posts(PLACE, **sent(cast))
    told = lin.opens(PLACE)
    assert "每月第5个工作日" in told
    assert "定期-0001" in told
    chen = browser("chen")
    [row] = chen.calls("GET", PLACE)
    assert (row["office"], row["ended"]) == ("YWB", False)
    chen.posts(f"{PLACE}/{row['id']}/ending")
    assert "停止" in lin.opens(PLACE)
    assert "设置定期报送" in browser("yan").opens("/audit")


def test_a_program_sets_one_up_and_ends_it(browser: People, cast: Cast) -> None:
    chen = browser("chen")
    year = sent(cast, rhythm="year", month=12, counted="day", nth=20)
    made = chen.calls("POST", PLACE, expect=201, json=year | {"ahead": 10})
    assert made["rule"] == "每年12月20日（遇休息日顺延）"
    ended = chen.calls("POST", f"{PLACE}/{made['id']}/ending", json={})
    assert ended["ended"]
    chen.calls("POST", f"{PLACE}/{made['id']}/ending", expect=409, json={})
    assert [one["ended"] for one in chen.calls("GET", PLACE)] == [True]
