"""人员: what each of the three does on the pages, what the others are told, and that no form is lost when refused."""

import re

import pytest
from sqlmodel import col, select

from gateways import directory, passwords
from gateways.clock import now
from models import grants, password_history
from models.database import reading, unit_of_work
from models.grants import Kind, RightsChange
from models.people import Person, Role, find_uid
from models.values import Level
from tests.administrators.rights import person, proposed, roles
from tests.page_client import check
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

CHOSEN = ("office", "what", "mail")
NEWCOMER = {"uid": "bai", "name": "白露", "office": "YWB", "post": "干事"}


def change() -> RightsChange:
    with reading() as session:
        return session.exec(select(RightsChange).order_by(col(RightsChange.at).desc())).first()


def place(cast: Cast, uid: str) -> str:
    return f"/people/{cast.id(uid)}"


def test_an_account_becomes_a_colleague_by_three_hands(browser: People, cast: Cast) -> None:
    gu, mi, chen = browser("gu"), browser("min"), browser("chen")
    opened = gu.posts("/people", expect=200, **NEWCOMER)
    first = re.search(r'id="first-password">([^<]+)<', opened).group(1)
    bai = place(cast, "bai")
    assert first not in gu.opens(bai) + gu.opens("/people"), "shown once"
    assert roles(cast, "bai") == set()
    asks = {"kind": "grant", "what": "handler", "words": "新入职干事。"}
    assert mi.posts(f"{bai}/rights-changes", **asks) == f"{bai}?done=rights-proposed"
    assert "授予角色：承办人" in chen.opens("/"), "it stands on the desk of whoever is asked"
    assert "授予角色" not in browser("lin").opens("/")
    shown = chen.opens(bai)
    assert "闵洁提出授予角色：承办人。理由：新入职干事。" in shown
    refused = chen.posts(f"/rights-changes/{change().id}/confirmation", expect=409)
    assert "还没有换掉" in refused, "the 系统管理员 still knows the password"
    with unit_of_work() as session:
        mine = find_uid(session, "bai")
        password_history.keep(session, mine, passwords.hashed("only-mine-2026", "bai"), at=now())
    chen.posts(f"/rights-changes/{change().id}/confirmation")
    assert roles(cast, "bai") == {Role.HANDLER}
    assert "已生效（陈志远）" in chen.opens(bai)
    assert "没有" not in browser("bai").opens("/documents")[:200]


def test_the_first_password_must_be_changed(browser: People, cast: Cast) -> None:
    told = browser("gu").calls("POST", "/people", 201, json=NEWCOMER)
    with reading() as session:
        owed = password_history.why_change(session, find_uid(session, "bai"), at=now())
    assert owed == password_history.GIVEN
    assert directory.directory().check("bai", told["first_password"]).uid == "bai"


@pytest.mark.parametrize("uid", ["lin", "zhao", "sun", "he"])
def test_for_those_who_handle_papers_there_is_no_such_register(browser: People, cast: Cast, uid: str) -> None:
    waits = proposed(cast, "min", "li", Kind.GRANT, "leader")
    someone, sun = browser(uid), place(cast, "sun")
    for url in ("/people", sun, "/offices"):
        someone.opens(url, expect=404)
    for path in ("/people", sun, "/offices", "/rights-changes"):
        someone.calls("GET", path, 404)
    with untouched():
        someone.posts(f"{sun}/closure", expect=403, words="离职")
        someone.posts(f"{sun}/rights-changes", expect=403, kind="grant", what="leader", words="请")
        for act in ("confirmation", "withdrawal"):
            someone.posts(f"/rights-changes/{waits}/{act}", expect=404)
            someone.calls("POST", f"/rights-changes/{waits}/{act}", 404)
        someone.posts(f"/rights-changes/{waits}/refusal", expect=404, words="不")


@pytest.mark.parametrize(
    ("uid", "opens", "proposes"),
    [("gu", True, False), ("min", False, True), ("yan", False, False), ("chen", False, False)],
)
def test_each_of_the_three_is_offered_his_own_part_and_refused_the_others(
    browser: People, cast: Cast, uid: str, opens: bool, proposes: bool
) -> None:
    someone, li = browser(uid), place(cast, "li")
    shown = someone.opens("/people") + someone.opens(li) + someone.opens("/offices")
    assert ('action="/people"' in shown) is ('action="/offices"' in shown) is opens
    assert (f'action="{li}/closure"' in shown) is opens
    assert (f'action="{li}/rights-changes"' in shown) is proposes
    with untouched():
        if not opens:
            someone.posts("/people", expect=403, **NEWCOMER)
            someone.posts("/offices", expect=403, office="NEW", name="新部门")
            someone.posts(f"{li}/closure", expect=403, words="离职")
        if not proposes:
            someone.posts(f"{li}/rights-changes", expect=403, kind="grant", what="leader", words="请")


@pytest.mark.parametrize(
    ("uid", "url", "typed", "sentence"),
    [
        ("gu", "/people", NEWCOMER | {"uid": "lin"}, "账号 lin 已经有了"),
        ("gu", "/people", NEWCOMER | {"office": "NOWHERE"}, "没有这个部门"),
        ("gu", "/people", NEWCOMER | {"mail": "a@b\nBcc: c@d"}, "邮箱地址不对"),
        ("gu", "/people", NEWCOMER | {"name": ""}, "请填写姓名"),
        ("gu", "/offices", {"office": "院办", "name": "院长办公室二"}, "部门代码应为"),
        ("gu", "/offices", {"office": "jys", "name": "机要二室"}, "部门代码 JYS 已经有了"),
        ("gu", "li/closure", {"words": ""}, "请填写停用理由"),
        ("min", "li/rights-changes", {"kind": "grant", "what": "", "words": "调岗"}, "请填写变更为"),
        ("min", "li/rights-changes", {"kind": "clear", "what": "public", "words": ""}, "请填写理由"),
        ("min", "li/rights-changes", {"kind": "grant", "what": "handler", "words": "调岗"}, "已有这个角色"),
        ("min", "li/rights-changes", {"kind": "grant", "what": "auditor", "words": "调岗"}, "三员分立"),
    ],
)
def test_a_refused_form_comes_back_as_it_was_typed(
    browser: People, cast: Cast, uid: str, url: str, typed: dict[str, str], sentence: str
) -> None:
    act = url if url.startswith("/") else f"{place(cast, 'li')}/{url.partition('/')[2]}"
    someone = browser(uid)
    with untouched():
        answer = someone.client.post(act, data=typed | {"csrf": someone.csrf})
    assert answer.status_code in (409, 422), answer.text
    assert sentence in answer.text
    check(answer.text)
    for field, said in typed.items():
        assert field in CHOSEN or not said or f'value="{said}"' in answer.text, field


def test_a_refusal_and_a_withdrawal_by_page_and_by_program(browser: People, cast: Cast) -> None:
    mi, chen, li = browser("min"), browser("chen"), place(cast, "li")
    made = mi.calls(
        "POST", f"{li}/rights-changes", 201, json={"kind": "clear", "what": "public", "words": "调岗"}
    )
    assert (made["state"], made["confirmers"]) == ("待确认", ["chen"])
    assert [one["id"] for one in chen.calls("GET", "/rights-changes")] == [made["id"]]
    again = chen.posts(f"/rights-changes/{made['id']}/refusal", expect=422, words="")
    assert "请填写不同意的理由" in again
    chen.posts(f"/rights-changes/{made['id']}/refusal", words="本人仍需阅办内部文件。")
    assert "本人仍需阅办内部文件。" in mi.opens(li)
    asks = {"kind": "move", "what": "HLB", "words": "轮岗"}
    mi.posts(f"{li}/rights-changes", **asks)
    assert "撤回" in mi.opens(li)
    mi.posts(f"/rights-changes/{change().id}/withdrawal")
    assert person(cast, "li").office_code == "YWB"
    made = mi.calls(
        "POST", f"{li}/rights-changes", 201, json={"kind": "clear", "what": "public", "words": "调岗"}
    )
    assert chen.calls("POST", f"/rights-changes/{made['id']}/confirmation")["state"] == "已生效"
    assert person(cast, "li").clearance is Level.PUBLIC
    assert chen.calls("POST", f"/rights-changes/{made['id']}/confirmation", 409)["code"] == "NoLonger"
    assert {one["uid"] for one in mi.calls("GET", "/people")} >= {"li", "min"}
    assert mi.calls("GET", li)["clearance"] == "public"


def test_a_closed_account_is_out_at_once_and_stays_in_the_register(browser: People, cast: Cast) -> None:
    li, gu = browser("li"), browser("gu")
    gu.posts(f"{place(cast, 'li')}/closure", words="离职")
    li.opens("/", expect=303)
    assert "停用" in gu.opens(place(cast, "li"))
    gu.posts(f"{place(cast, 'li')}/closure", expect=409, words="离职")
    gu.posts(f"{place(cast, 'gu')}/closure", expect=409, words="离职")
    gu.posts(f"{place(cast, 'min')}/closure", expect=409, words="离职")
    with reading() as session:
        assert session.get_one(Person, cast.id("li")).active is False
        assert grants.changes_of(session, cast.id("li")) == []


def test_a_department_is_founded_and_listed(browser: People, cast: Cast) -> None:
    assert browser("gu").posts("/offices", office="xcb", name="宣传部") == "/offices?done=office-founded"
    assert "宣传部" in browser("gu").opens("/offices")
    assert {"code": "XCB", "name": "宣传部"} in browser("yan").calls("GET", "/offices")
    assert (
        browser("gu").calls("POST", "/offices", 201, json={"office": "TWB", "name": "团委"})["code"] == "TWB"
    )
