"""知悉范围: outside it a paper does not exist — not on the desk, in a list, in a count, in a refusal or in a file."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import func, select

from gateways import vault
from gateways.clock import now
from models import files
from models.access import visible_to
from models.database import reading, unit_of_work
from models.document import Document
from models.files import FileRole
from models.people import ADMINISTRATORS, Person, Role, grant
from models.values import ActionKind, Level
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import PEOPLE, Cast
from tests.stages.test_archive import old_paper
from tests.test_a_secretarys_day import People

TITLE = "关于麻醉药品专项检查的通知"
WORD = "麻醉药品"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """With a file, proposed to 王; 周 is asked after him, 孙 reads it later, 医务部 carries it out."""
    letter = Letter(cast).arrives()
    letter.is_registered(title=TITLE)
    letter.is_proposed(readers=[cast.id("sun")])
    letter.act(
        lambda s, d: vault.seal(
            s, d.id, b"x", name="来文.txt", media_type="text/plain", role=FileRole.ORIGINAL, at=now()
        )
    )
    return letter


def knows(cast: Cast, letter: Letter, uid: str) -> bool:
    with reading() as session:
        return (
            session.exec(visible_to(getattr(cast, uid)).where(Document.id == letter.id)).first() is not None
        )


def file_of(letter: Letter) -> UUID:
    with reading() as session:
        return files.files_of(session, letter.id)[0].id


def test_the_scope_grows_with_each_person_who_is_asked_and_never_before(letter: Letter, cast: Cast) -> None:
    def in_the_know() -> set[str]:
        return {uid for uid in PEOPLE if knows(cast, letter, uid)}

    asked = {"lin", "xu", "chen", "wang"}
    assert in_the_know() == asked
    letter.is_signed("wang")
    assert in_the_know() == (asked := asked | {"zhou"})
    letter.is_signed("zhou")
    letter.is_handed_out(copy="")
    assert in_the_know() == (asked := asked | {"sun"})
    letter.is_read("sun")
    letter.is_taken_back()
    assert in_the_know() == (asked := asked | {"zhao", "li"})
    letter.is_accepted("zhao")
    letter.is_completed("zhao")
    letter.is_closed()
    assert in_the_know() == asked | {"he"}


@pytest.mark.parametrize("uid", ["zhou", "zhao", "sun", "he", "gu"])
def test_outside_the_scope_no_door_says_that_it_exists(
    letter: Letter, browser: People, cast: Cast, uid: str
) -> None:
    person, place, file = browser(uid), f"/documents/{letter.id}", file_of(letter)
    for url in (place, f"{place}/files/{file}", f"{place}/files/{file}/pages/1"):
        made_up = str(uuid4())
        there = person.opens(url, 404)
        not_there = person.opens(url.replace(str(letter.id), made_up), 404)
        assert there.replace(str(letter.id), "") == not_there.replace(made_up, ""), (
            "but for what was asked for"
        )
    for path in ("", "/ledger"):
        assert person.calls("GET", f"/documents/{letter.id}{path}", 404)["code"] == "NotFound"
    person.posts(f"{place}/opinion", expect=404, decision="noted")
    person.calls("POST", f"/documents/{letter.id}/opinion", 404, json={"decision": "noted"})
    if uid == "gu":  # an administrator has no lists of papers at all
        assert TITLE not in person.opens("/")
        return
    for url in ("/", "/documents", f"/documents?q={WORD}", f"/documents?q={letter.now.number}"):
        shown = person.opens(url)
        assert WORD not in shown.replace(f'value="{WORD}"', "")
        assert str(letter.id) not in shown
    assert "没有找到符合条件的公文" in person.opens(f"/documents?q={WORD}")
    assert person.calls("GET", "/documents") == []
    assert person.calls("GET", "/tasks") == []


def test_inside_the_scope_every_door_opens(letter: Letter, browser: People) -> None:
    wang, file = browser("wang"), file_of(letter)
    assert TITLE in wang.opens("/")
    assert TITLE in wang.opens(f"/documents?q={WORD}")
    assert TITLE in wang.opens(f"/documents/{letter.id}")
    assert wang.client.get(f"/documents/{letter.id}/files/{file}").content == b"x"
    assert [one["title"] for one in wang.calls("GET", "/documents")] == [TITLE]
    assert [one["kind"] for one in wang.calls("GET", "/tasks")] == ["sign"]


def test_the_file_of_one_document_is_not_had_through_another(
    letter: Letter, browser: People, cast: Cast
) -> None:
    other = Letter(cast).arrives()
    browser("xu").opens(f"/documents/{other.id}/files/{file_of(letter)}", expect=404)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_knows_no_paper_whatever_was_asked_of_him_before(
    letter: Letter, browser: People, cast: Cast, role: Role
) -> None:
    letter.is_signed("wang")
    letter.is_signed("zhou")
    letter.is_handed_out(copy="")
    assert knows(cast, letter, "sun")
    with unit_of_work() as session:
        grant(session, session.get_one(Person, cast.id("sun")), role)
    assert not knows(cast, letter, "sun")
    browser("sun").opens(f"/documents/{letter.id}", expect=404)
    browser("sun").posts(f"/documents/{letter.id}/reading", expect=404)
    assert TITLE not in browser("sun").opens("/")
    for url in ("/documents", "/destruction-orders", "/documents/new", "/delegations"):
        assert "管理员不接触公文" in browser("sun").opens(url, expect=403)
    assert browser("sun").calls("GET", "/tasks", 403)["code"] == "Aloof"


def test_a_level_above_ones_clearance_is_not_there_either(
    letter: Letter, browser: People, cast: Cast
) -> None:
    for uid in ("wang", "xu"):
        with unit_of_work() as session:
            session.get_one(Person, cast.id(uid)).clearance = Level.PUBLIC
        browser(uid).opens(f"/documents/{letter.id}", expect=404)
        assert WORD not in browser(uid).opens("/")
    with unit_of_work() as session:
        session.get_one(Document, letter.id).level = Level.PUBLIC
    browser("wang").opens(f"/documents/{letter.id}")


def test_a_likely_duplicate_of_a_hidden_paper_is_not_named(
    letter: Letter, browser: People, cast: Cast
) -> None:
    with unit_of_work() as session:
        session.get_one(Person, cast.id("xu")).clearance = Level.PUBLIC
    with unit_of_work() as session:
        mine = session.get_one(Document, Letter(cast).arrives().id)
        mine.level = Level.PUBLIC
    xu = browser("xu")
    entry = {
        "title": "函",
        "issuer": "江州市卫生健康委员会",
        "doc_number": "江卫〔2026〕17号",
        "action": "read",
    }
    shown = xu.posts(f"/documents/{mine.id}/registration", expect=422, **entry)
    assert str(letter.now.number) not in shown


def test_a_list_is_seen_by_archivists_and_by_those_it_names(browser: People, cast: Cast) -> None:
    paper = old_paper(cast)
    order = paper.is_listed()
    place = f"/destruction-orders/{order}"
    for uid in ("he", "zhou", "sun", "ma"):
        assert paper.now.title in browser(uid).opens(place)
    for uid in ("lin", "wang", "zhao", "gu"):
        browser(uid).opens(place, expect=404)
        lists = browser(uid).opens("/destruction-orders", expect=403 if uid == "gu" else 200)
        assert f"销〔{now().year}〕1号" not in lists
        browser(uid).posts(f"{place}/approval", expect=404)
        browser(uid).calls("POST", f"/destruction-orders/{order}/approval", 404, json={})
    assert "href" in browser("he").opens("/destruction-orders")


def test_a_witness_who_became_an_administrator_sees_the_list_no_more(browser: People, cast: Cast) -> None:
    order = old_paper(cast).is_listed()
    with unit_of_work() as session:
        grant(session, session.get_one(Person, cast.id("sun")), Role.SECURITY_ADMIN)
    browser("sun").opens(f"/destruction-orders/{order}", expect=404)
    assert f"销〔{now().year}〕1号" not in browser("sun").opens("/")
    browser("sun").calls("GET", "/tasks", 403)


def test_an_archivist_is_offered_only_what_he_may_see(app: Any, browser: People, cast: Cast) -> None:
    paper = old_paper(cast)
    assert paper.now.title in Browser(app, cast, "he").opens("/destruction-orders")
    with unit_of_work() as session:
        session.get_one(Person, cast.id("he")).clearance = Level.PUBLIC
    assert paper.now.title not in browser("he").opens("/destruction-orders")
    browser("he").posts(
        "/destruction-orders",
        expect=404,
        documents=str(paper.id),
        words="无",
        method="粉碎",
        approver=str(cast.id("zhou")),
        witnesses=[str(cast.id("sun")), str(cast.id("ma"))],
    )


def test_counts_and_pages_start_from_what_one_may_see(browser: People, cast: Cast) -> None:
    for n in range(3):
        hidden = Letter(cast).arrives()
        hidden.is_registered(title=f"隐件{n}", doc_number="", action=ActionKind.READ)
    with reading() as session:
        seen = select(func.count()).select_from(visible_to(cast.sun).subquery())
        assert session.exec(seen).one() == 0
    assert "隐件0" not in browser("sun").opens("/documents?q=隐件")
    assert "没有找到" in browser("sun").opens("/documents")
    assert "3 件" in browser("lin").opens("/documents?q=隐件")
