"""审计: the auditor sees who administers, takes away and checks; the 安全保密管理员 what ordinary people did; no titles."""

import csv
from io import StringIO

import pytest

from gateways.clock import now
from models import audit
from models.audit_words import Act
from models.database import unit_of_work
from models.grants import Kind
from tests.administrators.rights import confirmed, proposed
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.this_year import YEAR

TITLE = "关于院内感染暴发处置情况的通知"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """A paper on its way, and what was done beside it."""
    with unit_of_work() as session:
        audit.record(session, Act.ACCOUNT_OPENED, by=cast.gu, at=now(), about="ding", why="=1+1")
        audit.record(session, Act.SIGNED_IN, by=cast.wang, at=now(), address="10.0.0.7")
        audit.record(session, Act.SIGN_IN_REFUSED, by=None, at=now(), about="zhao", ok=False)
    letter = Letter(cast).arrives()
    letter.is_registered(title=TITLE)
    letter.is_proposed()
    letter.is_signed("wang", "请严格保密，不得外传。")
    return letter


def test_the_auditor_sees_who_administers_and_nothing_of_ordinary_people(
    browser: People, letter: Letter, cast: Cast
) -> None:
    """DOMAIN: the auditor answers for the administrators, the 安全保密管理员 for everybody else."""
    confirmed(cast, "chen", proposed(cast, "min", "sun", Kind.GRANT, "handler"))
    yan = browser("yan")
    shown, said = yan.opens("/audit").partition('id="found"')[2], str(yan.calls("GET", "/audit?limit=100"))
    for told in ("开立账号", "登录被拒", "顾安", "提出权限变更", "确认权限变更", "陈志远"):
        assert told in shown
        assert told in said
    for kept in (TITLE, "请严格保密", "10.0.0.7", "王建国", letter.now.number or "2026"):
        assert kept not in shown
        assert kept not in said
    assert "没有找到" in yan.opens("/audit?source=ledger")
    yan.opens("/readers", expect=403)


def test_the_security_administrator_sees_ordinary_people_only(browser: People, letter: Letter) -> None:
    minjie = browser("min")
    shown = minjie.opens("/audit")
    for told in ("10.0.0.7", "王建国", "批示", letter.now.number or ""):
        assert told in shown
    for kept in ("顾安", TITLE, "请严格保密"):
        assert kept not in shown
    assert "立即核对" not in shown
    assert "顾安" not in str(minjie.calls("GET", "/audit"))
    minjie.opens("/audit/export", expect=403)
    minjie.posts("/audit/verification", expect=403)


@pytest.mark.parametrize("uid", ["lin", "chen", "gu"])
def test_nobody_else_reads_it(browser: People, letter: Letter, uid: str) -> None:
    browser(uid).opens("/audit", expect=403)
    browser(uid).calls("POST", "/audit/verification", expect=403)


@pytest.mark.parametrize(
    ("uid", "query", "there", "gone"),
    [
        ("min", "who=wang", "10.0.0.7", "顾安"),
        ("yan", "who=顾安", "开立账号", "10.0.0.7"),
        ("min", "act=signed-in", "10.0.0.7", "顾安"),
        ("yan", "act=no-such-word", "没有找到", "顾安"),
        ("yan", "about=ding", "开立账号", "10.0.0.7"),
        ("min", f"about={YEAR}-普-0001", "拟办", "顾安"),
        ("yan", "source=journal", "开立账号", f"{YEAR}-普-0001"),
        ("min", "source=ledger", f"{YEAR}-普-0001", "10.0.0.7"),
        ("yan", "since=2099-01-01", "没有找到", "顾安"),
        ("yan", "until=2001-01-01", "没有找到", "顾安"),
        ("yan", "since=yesterday", "开立账号", "没有找到"),
    ],
)
def test_the_filter_narrows(
    browser: People, letter: Letter, uid: str, query: str, there: str, gone: str
) -> None:
    found = browser(uid).opens(f"/audit?{query}").partition('id="found"')[2]
    assert there in found
    assert gone not in found


def test_a_page_holds_twenty_and_leads_to_the_next(browser: People, letter: Letter, cast: Cast) -> None:
    with unit_of_work() as session:
        for n in range(30):
            audit.record(session, Act.SIGNED_OUT, by=cast.sun, at=now(), about=f"n{n}")
    minjie = browser("min")
    first = minjie.opens("/audit?act=signed-out")
    assert "page=2" in first
    assert first.count("<tr class=") == 20
    assert minjie.opens("/audit?act=signed-out&page=2").count("<tr class=") == 10
    assert len(minjie.calls("GET", "/audit?act=signed-out&limit=7&page=5")) == 2


def test_what_is_taken_away_is_text_and_on_record(browser: People, letter: Letter) -> None:
    yan = browser("yan")
    answer = yan.client.get("/audit/export?who=gu")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["时间", "来源", "序号"]
    assert [row[7] for row in rows[1:]] == ["'=1+1"]
    assert "导出审计记录" in yan.opens("/audit?who=yan")


def test_the_auditor_checks_and_sees_what_was_found(browser: People, letter: Letter) -> None:
    yan = browser("yan")
    assert "还没有核对过" in yan.opens("/audit")
    yan.opens(yan.posts("/audit/verification"))
    assert "相符" in yan.opens("/audit")
    with unit_of_work() as session:
        session.connection().exec_driver_sql("UPDATE seat SET weight = 9")
    report = yan.calls("POST", "/audit/verification")
    assert [one["where"] for one in report["findings"]] == [letter.now.number]
    shown = yan.opens("/audit")
    assert "有不符" in shown
    assert f"{letter.now.number}：签批席位有改动" in shown


def test_the_pages_of_the_office_and_of_the_auditor_do_not_meet(browser: People, letter: Letter) -> None:
    yan = browser("yan")
    assert 'href="/audit"' in yan.opens("/")
    assert 'href="/audit"' not in browser("lin").opens("/")
    yan.opens(f"/documents/{letter.id}", expect=404)
