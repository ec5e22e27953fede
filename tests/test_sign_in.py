"""登录: the right password opens the desk, anything else says the same sentence, and signing out ends it."""

from typing import Any

import pytest

from api.deps import COOKIE
from gateways import directory
from models.database import unit_of_work
from models.people import find_uid
from tests.page_client import Browser
from tests.personas import Cast

PASSWORD = "Post-2026-Demo!"


@pytest.fixture
def stranger(app: Any, cast: Cast) -> Browser:
    """A browser nobody signed in with; 林晓梅 has a password."""
    with unit_of_work() as session:
        person = find_uid(session, "lin")
        assert person
        directory.set_password(person, PASSWORD)
    return Browser(app, cast)


def test_the_right_password_leads_to_where_one_wanted_to_go(stranger: Browser) -> None:
    assert stranger.client.get("/documents/new").headers["location"] == "/sign-in?next=/documents/new"
    assert stranger.posts("/sign-in", uid="lin", password=PASSWORD, next="/documents/new") == "/documents/new"
    assert "收文签收" in stranger.opens("/documents/new")


def test_a_next_place_on_another_site_is_not_followed(stranger: Browser) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert stranger.posts("/sign-in", uid="lin", password=PASSWORD, next=elsewhere) == "/"


@pytest.mark.parametrize(
    ("uid", "password"),
    [("lin", "wrong"), ("nobody", PASSWORD), ("", ""), ("lin", ""), ("lin\x00", PASSWORD)],
)
def test_whatever_is_wrong_the_answer_is_the_same(stranger: Browser, uid: str, password: str) -> None:
    answer = stranger.posts("/sign-in", expect=401, uid=uid, password=password)
    assert "账号或口令不对。" in answer
    assert password == "" or password not in answer
    assert COOKIE not in stranger.client.cookies


def test_signing_out_ends_the_session_on_the_server(stranger: Browser) -> None:
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    secret = stranger.client.cookies[COOKIE]
    csrf = stranger.opens("/").partition('name="csrf" value="')[2].partition('"')[0]
    assert stranger.posts("/sign-out", csrf=csrf) == "/sign-in?done=signed-out"
    stranger.client.cookies.set(COOKIE, secret)
    assert stranger.opens("/", expect=303) == ""


def test_a_program_signs_in_and_reads_its_tasks(stranger: Browser) -> None:
    said = stranger.calls("POST", "/session", expect=201, data={"uid": "lin", "password": PASSWORD})
    assert said == {"uid": "lin", "name": "林晓梅", "roles": ["secretary"]}
    assert stranger.calls("GET", "/tasks") == []


def test_five_wrong_passwords_lock_the_account_for_a_while(stranger: Browser) -> None:
    for _ in range(5):
        stranger.posts("/sign-in", expect=401, uid="lin", password="wrong")
    assert "暂停登录" in stranger.posts("/sign-in", expect=401, uid="lin", password=PASSWORD)
