"""The paper on the screen: a Word original is drawn once, every page can be looked at, and goes with the rest."""

import io
from collections.abc import Callable

import pytest
from docx import Document as Word
from PIL import Image
from sqlmodel import select

from flows import previews
from gateways import pdf, pictures
from gateways.clock import SHANGHAI, now
from models.audit import Event
from models.audit_words import Act
from models.database import reading
from models.errors import NotFound
from models.files import FileRole, files_of
from models.prints import WORD
from tests.gateways.files import ofd
from tests.gateways.files import pdf as pdf_file
from tests.office import engine_runs, prints_owed
from tests.page_client import Browser
from tests.test_a_secretarys_day import identity

needs_office = pytest.mark.skipif(not pdf.available(), reason="LibreOffice is not installed")


def paper() -> bytes:
    word = Word()
    word.add_paragraph("江州市卫生健康委员会关于开展冬季消防检查的通知")
    word.add_page_break()
    word.add_paragraph("第二页")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def arrives(lin: Browser, name: str, content: bytes, media_type: str) -> str:
    place = lin.posts(
        "/documents",
        received_from="江州市卫生健康委",
        received_at=now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
        carrier="机要交通",
        files={"file": (name, content, media_type)},
    )
    engine_runs()
    return place.partition("?")[0]


@needs_office
@pytest.mark.slow
def test_a_word_paper_is_drawn_once_and_read_page_by_page(browser: Callable[[str], Browser]) -> None:
    lin = browser("lin")
    letter = arrives(lin, "通知.docx", paper(), WORD)
    prints_owed()
    previews.draw(identity(letter))
    with reading() as session:
        drawn = [file for file in files_of(session, identity(letter)) if file.role is FileRole.PREVIEW]
    assert [(file.name, file.pages) for file in drawn] == [("通知.pdf", 2)]
    place = f"{letter}/files/{drawn[0].id}/pages"
    assert place in lin.opens(letter)
    picture = Image.open(io.BytesIO(lin.client.get(f"{place}/2").content))
    assert picture.format == "JPEG"
    assert picture.width > 800
    assert lin.client.get(f"{place}/3").status_code == 404
    assert browser("zhao").client.get(f"{place}/1").status_code == 404


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("通知.txt", "关于开展消防检查的通知".encode("gb18030"), "text/plain"),
        ("通知.ofd", ofd("消防检查"), "application/ofd"),
    ],
)
def test_the_words_of_a_text_or_an_ofd_are_drawn(
    browser: Callable[[str], Browser], name: str, content: bytes, media_type: str
) -> None:
    lin = browser("lin")
    letter = arrives(lin, name, content, media_type)
    prints_owed()
    with reading() as session:
        drawn = next(file for file in files_of(session, identity(letter)) if file.role is FileRole.PREVIEW)
    answer = lin.client.get(f"{letter}/files/{drawn.id}/pages/1")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_two_people_see_two_pictures_of_one_page_and_a_download_is_written_down(
    browser: Callable[[str], Browser],
) -> None:
    lin, xu = browser("lin"), browser("xu")
    letter = arrives(lin, "通知.pdf", pdf_file("关于开展消防检查的通知"), "application/pdf")
    with reading() as session:
        place = f"{letter}/files/{files_of(session, identity(letter))[0].id}"
    seen = [one.client.get(f"{place}/pages/1").content for one in (lin, xu)]
    assert seen[0] != seen[1]
    assert lin.client.get(place).content.startswith(b"%PDF")
    with reading() as session:
        taken = session.exec(select(Event).where(Event.act == Act.FILE_TAKEN)).all()
    assert [(one.by_name, place.rpartition("/")[2] in one.about) for one in taken] == [("林晓梅", True)]


def test_a_scanned_page_is_drawn_anew_without_what_it_carried() -> None:
    scan = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(scan, format="JPEG", exif=b"Exif\x00\x00secret place")
    drawn = pictures.page([scan.getvalue()], "image/jpeg", 1)
    assert drawn.startswith(b"\x89PNG")
    assert b"secret place" not in drawn
    with pytest.raises(NotFound):
        pictures.page([scan.getvalue()], "image/jpeg", 2)


def test_what_cannot_be_drawn_says_so() -> None:
    with pytest.raises(pictures.NoPicture):
        pictures.page([b"%PDF-1.7 nothing"], "application/pdf", 1)
    with pytest.raises(pictures.NoPicture):
        pictures.page([b"nothing"], "image/png", 1)
