"""时钟: what the 三员 see and do when the server's clock has leapt, and what everybody else is told."""

from datetime import timedelta

from gateways.clock import now
from models import clock_watch
from models.database import unit_of_work
from tests.personas import Cast
from tests.stepping_up import proved
from tests.test_a_secretarys_day import People


def clock_leapt() -> None:
    """The clerk believed the clock yesterday, kept the time, and finds it three years ahead of itself."""
    at = now()
    with unit_of_work() as session:
        mark = clock_watch.mark_of(session, at - timedelta(days=1096))
        clock_watch.look(session, mark, at, at - timedelta(days=1096))


def test_two_of_the_three_put_it_right_and_everybody_is_told_meanwhile(browser: People, cast: Cast) -> None:
    gu, security, lin = browser("gu"), browser("min"), browser("lin")
    assert "正常" in gu.opens("/clock")
    clock_leapt()
    assert "服务器时钟向前跳动：期限、催办、逾期处理和销毁已暂停" in lin.opens("/")
    assert "我已核对" in gu.opens("/clock")
    proved(gu, password=30)
    assert "再次确认身份" in gu.posts("/clock/acceptance", expect=403)
    proved(gu, password=0)
    assert gu.posts("/clock/acceptance") == "/clock?done=clock-first"
    told = gu.opens("/clock")
    assert "顾安已确认，还须另一名管理员确认" in told
    assert "我已核对" not in told
    assert "须由另一名管理员再确认一次" in gu.posts("/clock/acceptance", expect=403)
    assert security.calls("GET", "/clock") | {"says": "", "expected": ""} == {
        "says": "",
        "doubt": "ahead",
        "expected": "",
        "accepted_by_one": True,
    }
    assert security.posts("/clock/acceptance") == "/clock?done=clock-accepted"
    assert "期限、催办" not in lin.opens("/")
    assert "时钟正常，不必确认" in gu.posts("/clock/acceptance", expect=409)


def test_it_is_no_page_for_those_who_handle_papers(browser: People) -> None:
    for uid in ("lin", "wang", "zhao"):
        browser(uid).opens("/clock", expect=403)
