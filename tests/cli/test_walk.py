"""The walk's tools: forms as a browser sends them, and a step that does not come is said to be missing."""

from threading import Event
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api.cli.walk import browser, watch
from api.cli.walk.browser import Browser, Stuck
from api.cli.walk.sheets import Sheet, Sheets
from api.cli.walk.watch import Watch
from config.settings import settings
from gateways import directory
from models.database import unit_of_work
from models.people import Person
from models.signins import SignIn
from tests.personas import Cast
from tests.running import free_port
from tests.stages.test_archive import old_paper
from tests.test_sign_in import PASSWORD

PAGE = """
<form action="/sign-out" method="post"><input type="hidden" name="csrf" value="c"><button name="go">退出</button></form>
<form action="/documents/7/proposal" method="post">
  <input type="hidden" name="version" value="3"><input name="due_date" type="date" value="2026-12-01">
  <input type="file" name="file">
  <textarea name="words">
第一行
&lt;b&gt;</textarea>
  <select name="lead"><option value="">请选择</option><option value="YWB">医务部</option></select>
  <select name="carrier"><option value="a">甲</option><option value="b" selected>乙</option></select>
  <select name="leaders">
    <option value="">—</option>
    <option value="w">王建国（副院长）</option><option value="z">周明华</option>
  </select>
  <select name="leaders"><option value="">—</option><option value="w">王建国（副院长）</option></select>
  <input type="radio" name="level" value="public"><input type="radio" name="level" value="internal" checked>
  <input type="checkbox" name="checks" value="one"><input type="checkbox" name="checks" value="two">
</form>
"""


@pytest.fixture
def sheet() -> Sheet:
    return next(one for one in Sheets.on(PAGE) if one.act == "proposal")


def test_an_untouched_form_sends_what_a_browser_would(sheet: Sheet) -> None:
    assert sheet.said == {
        "version": ["3"],
        "due_date": ["2026-12-01"],
        "words": ["第一行\n<b>"],
        "lead": [""],
        "carrier": ["b"],
        "leaders": ["", ""],
        "level": ["internal"],
    }


def test_people_are_chosen_by_name_and_boxes_are_ticked(sheet: Sheet) -> None:
    sheet.choose("leaders", "周明华", "王建国")
    sheet.tick_all("checks")
    assert (sheet.said["leaders"], sheet.said["checks"]) == (["z", "w"], ["one", "two"])


def test_an_engine_that_does_not_come_is_said_to_be_missing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "ENGINE_SECONDS", 0.3)
    monkeypatch.setattr(watch, "_pages_answer", lambda: True)
    with pytest.raises(Stuck, match="流转引擎没有就绪"):
        Watch(Event()).everything_is_up()


def test_pages_that_do_not_come_are_said_to_be_missing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PAGES_SECONDS", 0.3)
    monkeypatch.setenv("JIYAO_PORT", str(free_port()))  # whoever runs a demo beside its tests
    settings.cache_clear()
    with pytest.raises(Stuck, match="网页没有就绪"):
        Watch(Event()).everything_is_up()


def test_a_task_that_does_not_come_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(Browser, "reads", lambda *_: [])
    with pytest.raises(Stuck, match="lin 没有等到待办 register"):
        Browser("http://127.0.0.1:1", "lin", "", Event()).is_asked("register", "7")


def test_ctrl_c_ends_the_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Event()
    stop.set()
    monkeypatch.setattr(Browser, "reads", lambda *_: [])
    with pytest.raises(Stuck):
        Browser("http://127.0.0.1:1", "lin", "", stop).is_asked("register", "7")


def test_whoever_is_asked_to_confirm_who_he_is_goes_on(app: Any, cast: Cast) -> None:
    order = old_paper(cast).is_listed()
    with unit_of_work() as session:
        directory.set_password(session.get_one(Person, cast.id("zhou")), PASSWORD)
    zhou = Browser("http://testserver", "zhou", PASSWORD, Event())
    zhou.http = TestClient(app, follow_redirects=False)
    zhou.signs_in()
    with unit_of_work() as session:
        signed_in = session.exec(select(SignIn)).one()
        signed_in.password_at = None
        signed_in.mac = signed_in.code
    place = f"/destruction-orders/{order}"
    assert zhou.sends(zhou.sheet(place, "approval")) == f"{place}?done=approval"
