"""The paper on the screen: a Word original is drawn once, every page can be looked at, and goes with the rest."""

import io
from collections.abc import Callable

import pytest
from docx import Document as Word
from PIL import Image

from flows import previews
from gateways import pdf, pictures
from gateways.clock import SHANGHAI, now
from models.database import reading
from models.errors import NotFound
from models.files import FileRole, files_of
from models.prints import WORD
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
    assert picture.format == "PNG"
    assert picture.width > 800
    assert lin.client.get(f"{place}/3").status_code == 404
    assert browser("zhao").client.get(f"{place}/1").status_code == 404


def test_a_scanned_page_is_drawn_anew_without_what_it_carried() -> None:
    scan = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(scan, format="JPEG", exif=b"Exif\x00\x00secret place")
    drawn = pictures.page(scan.getvalue(), "image/jpeg", 1)
    assert drawn.startswith(b"\x89PNG")
    assert b"secret place" not in drawn
    with pytest.raises(NotFound):
        pictures.page(scan.getvalue(), "image/jpeg", 2)


def test_what_cannot_be_drawn_says_so() -> None:
    with pytest.raises(pictures.NoPicture):
        pictures.page(b"%PDF-1.7 nothing", "application/pdf", 1)
    with pytest.raises(pictures.NoPicture):
        pictures.page(b"nothing", "image/png", 1)
