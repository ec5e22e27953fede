"""暂存: a file that came before the proof is kept for whoever sent it, sealed, for a quarter of an hour, and no longer."""

from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from config.policy import policy
from flows.sweep import sweep
from gateways import held, vault
from gateways.clock import now, today
from gateways.held import LIVES, Gone
from models.database import reading, unit_of_work
from models.files import StoredFile
from models.uploads import UploadDay
from tests.page_client import Browser
from tests.personas import Cast
from tests.rules.test_step_up import has_password, hidden
from tests.stages.test_receive import receipt
from tests.stepping_up import demanding, has_phone, proved
from tests.test_a_secretarys_day import People
from tests.test_sign_in import PASSWORD

SCAN = b"\xe5\x85\xb3\xe4\xba\x8e\xe6\x9c\x88\xe6\x8a\xa5" * 300_000  # more than a frame
FILE = {"file": ("月报.txt", SCAN, "text/plain")}


class Fields(HTMLParser):
    """The fields of the form that goes to /documents."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.mine = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.mine = said.get("action") == "/documents"
        elif tag == "input" and self.mine and said.get("name"):
            self.sent.setdefault(str(said["name"]), []).append(said.get("value") or "")


@pytest.fixture
def lin(browser: People, monkeypatch: pytest.MonkeyPatch) -> Any:
    has_password("lin")
    secretary = browser("lin")
    proved(secretary, password=30)
    with demanding(monkeypatch, ("documents", "password")):
        yield secretary


def sends(lin: Browser) -> str:
    answer = lin.client.post("/documents", data=receipt() | {"csrf": lin.csrf}, files=FILE)
    assert answer.status_code == 403
    return answer.text


def confirms(lin: Browser, asked: str, answer: str = PASSWORD) -> dict[str, list[str]]:
    said = {name: hidden(asked, name) for name in ("then", "kept", "files", "next")}
    shown = lin.client.post("/confirm", data={"csrf": lin.csrf, "answer": answer} | said)
    assert shown.status_code == 200, shown.text
    return Fields(shown.text).sent


def on_the_shelf() -> list[Path]:
    return [*held.folder().glob("*")]


def stored() -> list[bytes]:
    with reading() as session:
        return [vault.open_file(session, one) for one in session.exec(select(StoredFile))]


def test_the_file_need_not_be_chosen_again(lin: Browser, cast: Cast) -> None:
    phone = has_phone(cast, "lin")
    asked = sends(lin)
    (kept,) = on_the_shelf()
    assert SCAN[:30] not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0
    wrong = lin.posts("/confirm", expect=422, answer="000000", kept=hidden(asked, "kept"), then="/documents")
    again = confirms(lin, wrong, phone.shows())
    answer = lin.client.post("/documents", data=again)
    assert answer.status_code == 303, answer.text
    assert stored() == [SCAN]
    assert on_the_shelf() == []


def test_who_waits_too_long_chooses_again_and_nothing_is_left(
    lin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = confirms(lin, sends(lin))
    later = now() + LIVES + timedelta(minutes=1)
    monkeypatch.setattr("api.held_files.now", lambda: later)
    answer = lin.client.post("/documents", data=again)
    assert (answer.status_code, "请再选一次" in answer.text) == (409, True)
    assert stored() == []
    with unit_of_work() as session:
        sweep(session, now())
    assert len(on_the_shelf()) == 1, "not yet"
    with unit_of_work() as session:
        sweep(session, later)
    assert on_the_shelf() == []


def test_nobody_else_and_no_other_session_fetches_it(lin: Browser, cast: Cast) -> None:
    again = confirms(lin, sends(lin))
    for other in (Browser(lin.client.app, cast, uid) for uid in ("xu", "lin")):
        proved(other, password=0)
        answer = other.client.post("/documents", data=again | {"csrf": other.csrf})
        assert (answer.status_code, stored()) == (409, [])
    assert lin.client.post("/documents", data=again).status_code == 303
    twice = lin.client.post("/documents", data=again)
    assert (twice.status_code, len(stored())) == (409, 1)


@pytest.mark.parametrize(
    "told", ["x", '["../../../etc/passwd", "a", "b"]', '["00", "a", "b"]', '["zz", "a"]', "null"]
)
def test_what_was_altered_on_its_way_is_no_file(lin: Browser, told: str) -> None:
    again = confirms(lin, sends(lin)) | {"held": [told]}
    assert lin.client.post("/documents", data=again).status_code == 409
    assert stored() == []


def test_what_has_no_room_is_chosen_again(lin: Browser, cast: Cast) -> None:
    with unit_of_work() as session:
        most = policy().uploads.person_day_mb << 20
        session.add(UploadDay(person_id=cast.id("lin"), day=today(), size=most))
    asked = sends(lin)
    assert "确认以后请再选一次" in asked
    assert on_the_shelf() == []


def test_a_held_file_is_read_back_whole_by_its_owner_only(data_dir: Path) -> None:
    key = held.hold(BytesIO(SCAN), b"lin")
    with pytest.raises(Gone):
        held.fetch(key, b"xu", at=now())
    with held.fetch(key, b"lin", at=now()) as again:
        assert again.read() == SCAN
    with pytest.raises(Gone):
        held.fetch(key, b"lin", at=now())
