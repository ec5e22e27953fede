"""佐证: files come with a report of progress or of completion, and whoever may see the case may see them."""

from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import select

from gateways import vault
from models import assignments
from models.database import reading
from models.files import FileRole, StoredFile, files_of
from tests.office import Letter, engine_runs
from tests.test_a_secretarys_day import People

PNG = "image/png"


def photo(shade: int = 200) -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 40), (shade, shade, shade)).save(made, "PNG")
    return made.getvalue()


def sent(letter: Letter) -> list[StoredFile]:
    with reading() as session:
        return [one for one in files_of(session, letter.id) if one.role is FileRole.REPORT]


@pytest.fixture
def accepted(letter: Letter) -> Letter:
    letter.is_accepted("zhao")
    return letter


def test_what_comes_with_a_report_is_sealed_told_and_given_to_whoever_knows_the_case(
    accepted: Letter, browser: People
) -> None:
    place = f"/documents/{accepted.id}"
    files = [
        ("file", ("整改前.png", photo(), PNG)),
        ("file", ("清单.txt", "三台已报废".encode(), "text/plain")),
    ]
    browser("zhao").posts(f"{place}/progress", percent="60", words="已核对。", files=files)
    kept = sent(accepted)
    assert {one.name for one in kept} == {"整改前.png", "清单.txt"}
    with reading() as session:
        given = assignments.lead(session, accepted.id)
        assert given
        (report,) = assignments.reports(session, given.id)
        assert {one.about for one in kept} == {report.id}
        assert (
            vault.open_file(session, next(one for one in kept if one.name == "清单.txt"))
            == "三台已报废".encode()
        )
    wang = browser("wang")
    page = wang.opens(place)
    assert "60%，附佐证2件" in page
    for one in kept:
        assert one.name in page
        href = f"{place}/files/{one.id}"
        assert f'href="{href}"' in page
        assert wang.client.get(href).status_code == 200
        assert browser("he").client.get(href).status_code == 404
    picture = next(one for one in kept if one.name == "整改前.png")
    assert wang.client.get(f"{place}/files/{picture.id}/pages/1").headers["content-type"] == "image/jpeg"
    assert accepted.ledger_holds()


def test_a_completion_brings_its_own(accepted: Letter, browser: People) -> None:
    place = f"/documents/{accepted.id}"
    words = {"words": "已办结。", "without": "院感科另报。"}
    files = [("file", ("验收单.png", photo(), PNG))]
    browser("zhao").posts(f"{place}/completion", files=files, **words)
    engine_runs()
    with reading() as session:
        given = assignments.lead(session, accepted.id)
    assert given
    assert [one.about for one in sent(accepted)] == [given.id]
    assert "验收单.png" in browser("lin").opens(place), "whoever reviews it sees it"


def test_a_program_sends_the_same(accepted: Letter, browser: People) -> None:
    files = [{"name": "整改后.png", "content": b64encode(photo()).decode()}]
    said = {"percent": 80, "words": "已整改。", "files": files}
    browser("zhao").calls("POST", f"/documents/{accepted.id}/progress", json=said)
    assert [one.name for one in sent(accepted)] == ["整改后.png"]
    said["files"] = [{"name": "x.png", "content": "!"}]
    browser("zhao").calls("POST", f"/documents/{accepted.id}/progress", 422, json=said)
    assert len(sent(accepted)) == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("绝密★10年.png", photo(), "国家秘密"),
        ("程序.exe", b"MZ" + bytes(200), ""),
        ("照片.png", b"%PDF-1.4 not a picture", ""),
        ("假.pdf", photo(), ""),
    ],
)
def test_what_may_not_come_in_leaves_no_report_either(
    accepted: Letter, browser: People, name: str, content: bytes, why: str
) -> None:
    files = [
        ("file", ("清单.txt", b"good", "text/plain")),
        ("file", (name, content, "application/octet-stream")),
    ]
    page = browser("zhao").posts(
        f"/documents/{accepted.id}/progress", expect=422, percent="60", words="已核对。", files=files
    )
    assert why in page
    assert "第2个文件" in page
    assert "已核对。" in page, "what was typed is still there"
    assert sent(accepted) == []
    with reading() as session:
        assert not session.exec(select(assignments.Progress)).all()


def test_who_may_not_report_brings_no_file(accepted: Letter, browser: People) -> None:
    files = [("file", ("清单.txt", b"x", "text/plain"))]
    for uid, expect in (("lin", 403), ("he", 404)):
        browser(uid).posts(
            f"/documents/{accepted.id}/progress", expect=expect, percent="60", words="已核对。", files=files
        )
    assert sent(accepted) == []
