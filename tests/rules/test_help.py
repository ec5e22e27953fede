"""帮助, 出错页: every place they lead to is there for whom they speak to, and a refusal says what to do next."""

import logging
import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.app import build
from models import mail_wishes
from models.database import reading
from models.people import Role
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast

WHO = {
    Role.SECRETARY: "lin",
    Role.OFFICE_HEAD: "chen",
    Role.LEADER: "wang",
    Role.DEPARTMENT_HEAD: "zhao",
    Role.HANDLER: "li",
    Role.ARCHIVIST: "he",
    Role.SYSTEM_ADMIN: "gu",
    Role.SECURITY_ADMIN: "min",
    Role.AUDITOR: "yan",
}
LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')


def main_of(html: str) -> str:
    return html.partition("<main")[2]


@pytest.mark.parametrize("role", Role)
def test_every_place_that_help_names_is_open_to_whom_it_speaks_to(cast: Cast, role: Role) -> None:
    reader = Browser(build(), cast, WHO[role])
    first, own = reader.opens("/help"), reader.opens(f"/help/{role}")
    assert f'href="/help/{role}"' in first
    assert f"<h1>{role.label}的一天</h1>" in own
    places = set(LINK.findall(main_of(first) + main_of(own)))
    assert len(places) >= 10
    for place in places:
        reader.opens(unescape(place))


def test_somebody_elses_day_may_be_read_and_leads_nowhere(cast: Cast) -> None:
    reader = Browser(build(), cast, "li")
    assert LINK.findall(main_of(reader.opens("/help/auditor"))) == ["/help"]
    reader.opens("/help/nobody", expect=404)


def test_who_has_no_role_yet_is_told_whom_to_ask(cast: Cast) -> None:
    assert "您还没有角色" in Browser(build(), cast, "sun").opens("/help")


def test_every_frame_leads_to_help(cast: Cast) -> None:
    assert 'href="/help"' in Browser(build(), cast, "lin").opens("/")


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/documents/00000000-0000-0000-0000-000000000001", 404, "没有找到"),
        ("/documents/new", 403, "这件事不归您办"),
    ],
)
def test_a_refusal_says_what_happened_what_is_kept_what_next_and_whom_to_ask(cast, path, status, heading):
    html = Browser(build(), cast, "wang").opens(path, expect=status)
    assert f"<h1>{heading}</h1>" in html
    for part in ("没有改动任何内容。", "接下来", "找谁：机要秘书", f"{status} Not"):
        assert part in html


def test_what_was_written_while_the_session_ran_out_is_shown_again(cast: Cast) -> None:
    stranger = Browser(build(), cast)
    written = "同意拟办意见，请医务部牵头，<b>本周内</b>落实到科室。"
    html = stranger.posts("/delegations", expect=401, why=written, csrf="gone")
    assert "同意拟办意见，请医务部牵头，&lt;b&gt;" in html
    assert 'href="/sign-in"' in html
    assert stranger.posts("/delegations", why="短") == "/sign-in"


def test_a_broken_page_shows_a_number_that_stands_in_the_log(cast, monkeypatch, caplog):
    def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("关于某某的通知")

    monkeypatch.setattr("api.desk.shown", breaks)
    reader = Browser(build(), cast, "lin")
    reader.client = TestClient(build(), raise_server_exceptions=False, cookies=reader.client.cookies)
    with caplog.at_level(logging.ERROR, logger="jiyao.web"):
        answer = reader.client.get("/", headers={"accept": "text/html"})
    assert answer.status_code == 500
    (mark,) = re.findall(r"编号 ([0-9a-f]{8})", answer.text)
    assert f"broken {mark}: RuntimeError at " in caplog.text
    assert "<h1>系统出错了</h1>" in answer.text
    assert "某某" not in answer.text + caplog.text
    assert answer.headers["content-security-policy"]
    assert "编号 " in reader.client.get("/", headers={"accept": "application/json"}).text


def test_a_file_too_large_is_answered_with_a_page_that_says_how_to_scan(cast, monkeypatch):
    reader = Browser(build(), cast, "lin")
    monkeypatch.setattr("api.guard.Body.over", True)
    answer = reader.client.post("/documents", data={"csrf": reader.csrf}, headers={"accept": "text/html"})
    assert answer.status_code == 413
    assert "300dpi" in answer.text


def test_harmless_mails_are_switched_off_on_ones_own_page(cast: Cast) -> None:
    reader = Browser(build(), cast, "wang")
    assert 'id="mail-news" name="news" value="1" checked' in reader.opens("/account")
    assert reader.posts("/account/mail", told="1") == "/account?done=mail-wished"
    with reading() as session:
        wished = mail_wishes.of(session, cast.id("wang"))
        assert (wished.news, wished.told) == (False, True)
    assert 'id="mail-news" name="news" value="1">' in reader.opens("/account")
    assert "时限提醒、催办、特急件和账号事项总会发信，不能关闭" in reader.opens("/account")


@pytest.mark.parametrize("role", Role)
def test_an_empty_house_says_what_to_do_first_and_where(cast: Cast, role: Role) -> None:
    reader = Browser(build(), cast, WHO[role])
    desk = main_of(reader.opens("/"))
    assert "从这里开始" in desk
    for place in set(LINK.findall(desk.partition("从这里开始")[2])):
        reader.opens(unescape(place))


def test_the_first_paper_ends_the_beginning(cast: Cast) -> None:
    Letter(cast).arrives()
    assert "从这里开始" not in Browser(build(), cast, "wang").opens("/")
