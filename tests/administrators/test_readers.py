"""知悉记录: who was shown a paper is written down before it is shown; the 安全保密管理员 sees numbers and never a title."""

from datetime import timedelta

import pytest
from sqlmodel import select

from api.note_reader import way_of
from gateways import vault
from gateways.clock import now
from models import readers
from models.database import reading, unit_of_work
from models.document import Document
from models.files import FileRole, files_of
from models.people import NotYourRole
from models.readers import Opening, Way
from models.values import Level
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched

TITLE = "关于麻醉药品专项检查的通知"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered(title=TITLE)
    letter.act(
        lambda s, d: vault.seal(
            s, d.id, b"x", name="来文.txt", media_type="text/plain", role=FileRole.ORIGINAL, at=now()
        )
    )
    return letter


def recorded(cast: Cast) -> set[tuple[str, Way]]:
    with reading() as session:
        people = {cast.id(uid): uid for uid in ("lin", "xu", "chen", "wang", "sun")}
        return {(people[one.person_id], one.way) for one in session.exec(select(Opening))}


def file_of(letter: Letter) -> str:
    with reading() as session:
        return f"/documents/{letter.id}/files/{files_of(session, letter.id)[0].id}"


def test_each_way_of_knowing_is_written_once_a_day(letter: Letter, browser: People, cast: Cast) -> None:
    lin, place = browser("lin"), f"/documents/{letter.id}"
    lin.opens(place)
    assert recorded(cast) == {("lin", Way.PAGE)}
    with untouched():
        lin.opens(place)
        lin.calls("GET", place)
        lin.calls("GET", f"{place}/ledger")
    lin.client.get(file_of(letter))
    assert recorded(cast) == {("lin", Way.PAGE), ("lin", Way.FILE)}
    browser("chen").calls("GET", place)
    assert ("chen", Way.PAGE) in recorded(cast), "a program is shown it too"


def test_tomorrow_is_another_day(letter: Letter, cast: Cast) -> None:
    with unit_of_work() as session:
        paper, who = session.get_one(Document, letter.id), cast.id("lin")
        for at in (now(), now() + timedelta(days=1)):
            assert readers.is_owed(session, paper, who, Way.PAGE, at=at)
            readers.write(session, paper, who, Way.PAGE, at=at)
            assert not readers.is_owed(session, paper, who, Way.PAGE, at=at)


def test_whoever_may_not_know_leaves_no_record(letter: Letter, browser: People, cast: Cast) -> None:
    sun = browser("sun")
    with untouched():
        sun.opens(f"/documents/{letter.id}", expect=404)
        sun.client.get(file_of(letter))
    assert recorded(cast) == set()


def test_a_level_below_the_policys_is_not_recorded(letter: Letter, browser: People, cast: Cast) -> None:
    with unit_of_work() as session:
        session.get_one(Document, letter.id).level = Level.PUBLIC
    browser("lin").opens(f"/documents/{letter.id}")
    assert recorded(cast) == set()


def test_what_is_looked_at_from_two_windows_is_one_line(letter: Letter, cast: Cast) -> None:
    def write() -> None:
        with unit_of_work() as session:
            readers.write(session, session.get_one(Document, letter.id), cast.id("lin"), Way.PAGE, at=now())

    together(write, write, write)
    assert recorded(cast) == {("lin", Way.PAGE)}


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/documents/{document_id}", Way.PAGE),
        ("/api/v1/documents/{document_id}/ledger", Way.PAGE),
        ("/documents/{document_id}/files/{file_id}", Way.FILE),
        ("/documents/{document_id}/files/{file_id}/pages/{number}", Way.FILE),
        ("/documents/{document_id}/files/{file_id}/pdf", Way.PRINT),
    ],
)
def test_what_a_route_shows(path: str, way: Way) -> None:
    assert way_of(path) is way


def test_where_it_cannot_be_written_nothing_is_shown(
    letter: Letter, browser: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = browser("lin")

    def full(*_said: object, **_more: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(readers, "write", full)
    with pytest.raises(OSError, match="disk full"):
        lin.client.get(f"/documents/{letter.id}")


def test_the_case_shows_it_to_those_who_keep_its_scope(letter: Letter, browser: People) -> None:
    letter.is_proposed()
    place = f"/documents/{letter.id}"
    browser("wang").opens(place)
    assert "王建国" in browser("lin").opens(place).partition("知悉记录")[2]
    assert "知悉记录" in browser("chen").opens(place)
    assert "知悉记录" not in browser("wang").opens(place)


def test_the_security_administrator_sees_numbers_and_no_title(
    letter: Letter, browser: People, cast: Cast
) -> None:
    browser("lin").opens(f"/documents/{letter.id}")
    minjie, number = browser("min"), letter.now.number
    shown = minjie.opens("/readers")
    assert number in shown
    assert TITLE not in shown
    assert str(letter.id) not in shown
    assert "没有记录" in minjie.opens("/readers?uid=chen")
    (line,) = minjie.calls("GET", "/readers", params={"number": number})
    assert (line["uid"], line["number"], line["way"]) == ("lin", number, "page")
    minjie.opens(f"/documents/{letter.id}", expect=404)
    for uid in ("gu", "yan", "lin", "chen"):
        browser(uid).opens("/readers", expect=403)
    with reading() as session, pytest.raises(NotYourRole):
        readers.lines(session, cast.lin, most=1)
