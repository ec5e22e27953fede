"""W2, W3: whoever is refused at the door stands in the journal, without words of papers, and floods nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from api import turned_away
from api.turned_away import ALL, EACH, NO_MORE, Minute
from gateways.clock import now
from models import audit
from models.audit import Event
from models.audit_words import Act
from models.database import reading
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turned_away, "MINUTE", Minute())


def lines() -> list[Event]:
    with reading() as session:
        return list(session.exec(select(Event).where(Event.act == Act.TURNED_AWAY).order_by(Event.line)))


def test_a_forged_form_is_told(browser: People, cast: Cast) -> None:
    browser("lin").posts("/sign-out", 403, csrf="another")
    (line,) = lines()
    assert (line.by, line.by_name, line.ok, line.about) == (cast.lin.id, "林晓梅", False, "POST /sign-out")
    assert line.address == "testclient"
    assert "来路不明" in line.why


def test_a_post_from_another_site_is_told(browser: People, cast: Cast) -> None:
    lin = browser("lin")
    answer = lin.client.post("/sign-out", headers={"sec-fetch-site": "cross-site"}, data={"csrf": lin.csrf})
    assert answer.status_code == 403
    (line,) = lines()
    assert (line.by, line.why) == (cast.lin.id, "请求来自别的网站，已拒绝。")


def test_a_strangers_post_from_another_site_is_told(browser: People, cast: Cast) -> None:
    stranger = browser("lin")
    stranger.client.cookies.clear()
    assert stranger.client.post("/sign-in", headers={"origin": "https://evil.example"}).status_code == 403
    (line,) = lines()
    assert (line.by, line.address) == (None, "testclient")


def test_whoever_asks_for_what_is_not_in_sight_is_told_with_its_id(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    browser("zhao").client.get(f"/documents/{letter.id}?q=secret-words")
    (line,) = lines()
    assert line.about == f"GET /documents/{{document_id}} {letter.id}"
    assert "secret-words" not in line.about + line.why


def test_ids_that_are_tried_out_are_told(browser: People) -> None:
    tried = str(uuid4())
    for id in (tried, "not-an-id"):
        assert browser("lin").client.get(f"/api/v1/documents/{id}").status_code == 404
    assert lines()[0].about == f"GET /api/v1/documents/{{document_id}} {tried}"
    assert not any("not-an-id" in one.about for one in lines())


def test_what_is_for_another_role_is_told(browser: People, cast: Cast) -> None:
    assert browser("lin").client.get("/audit").status_code in (403, 404)
    (line,) = lines()
    assert (line.by, line.about) == (cast.lin.id, "GET /audit")


def test_a_link_that_was_made_up_is_told_without_its_secret(browser: People) -> None:
    browser("lin").client.get("/t/made-up-secret")
    (line,) = lines()
    assert line.about == "GET /t/{token}"


def test_strangers_who_must_sign_in_first_are_not_told(browser: People) -> None:
    lin = browser("lin")
    lin.client.cookies.clear()
    assert lin.client.get(f"/documents/{uuid4()}").status_code == 303
    assert lines() == []


def test_nobody_floods_the_journal(browser: People) -> None:
    lin, xu = browser("lin"), browser("xu")
    for _ in range(EACH + 5):
        lin.posts("/sign-out", 403, csrf="another")
    xu.posts("/sign-out", 403, csrf="another")
    told = [one.why for one in lines()]
    assert len(told) == EACH + 2
    assert told[EACH] == NO_MORE
    assert told[-1] != NO_MORE


def test_the_next_minute_is_told_again_and_many_together_have_a_bound() -> None:
    minute, at = Minute(), now().replace(second=0)
    told = [minute.has_room(f"{n}", at=at) for n in range(ALL + 5)]
    assert (told.count(True), told.count(None), told.count(False)) == (ALL, 1, 4)
    assert minute.has_room("1", at=at + timedelta(minutes=1))


def test_a_journal_that_cannot_be_written_changes_no_refusal(
    browser: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(session: Session, *said: object, **more: object) -> Event:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    lin = browser("lin")
    monkeypatch.setattr(audit, "record", broken)
    lin.posts("/sign-out", 403, csrf="another")
    assert "a refusal was not recorded" in caplog.text
    assert lines() == []
