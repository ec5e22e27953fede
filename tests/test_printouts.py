"""打印: the forms of a document and of a list on their pages, as Word files and as PDF."""

import os
from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

import pypdfium2
import pytest

from gateways import pdf, vault
from gateways.clock import now
from models.database import engine, reading, unit_of_work
from models.files import FileRole, files_of
from tests.drawn import listed, over, registered, year
from tests.gateways import files
from tests.office import Letter, prints_owed
from tests.page_client import Browser
from tests.personas import Cast

People = Callable[[str | None], Browser]

needs_soffice = pytest.mark.skipif(not pdf.available(), reason="LibreOffice is not installed here")


def printed(letter: Letter) -> str:
    """The address of its 文件处理单."""
    prints_owed()
    return f"/documents/{letter.id}/files/{form_of(letter.id, '文件处理单')}"


def form_of(owner: UUID, title: str) -> UUID:
    with reading() as session:
        return next(one.id for one in files_of(session, owner) if title in one.name)


def words(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


@needs_soffice
def test_a_form_is_printed_as_pdf_from_the_page_of_its_document(browser: People, cast: Cast) -> None:
    letter = registered(cast)
    place = printed(letter)
    page = browser("lin").opens(f"/documents/{letter.id}")
    assert f'href="{place}"' in page
    assert f'href="{place}/pdf"' in page
    answer = browser("lin").client.get(f"{place}/pdf")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-disposition"].endswith(quote(f"{year()}-普-0001-文件处理单.pdf"))
    assert f"收文编号{year()}-普-0001" in words(answer.content)


@needs_soffice
def test_a_list_is_printed_as_pdf_from_its_page(browser: People, cast: Cast) -> None:
    order = listed(cast, over(cast))
    prints_owed()
    place = f"/destruction-orders/{order}/files/{form_of(order, '销毁清册')}/pdf"
    assert f'href="{place}"' in browser("he").opens(f"/destruction-orders/{order}")
    assert f"清册编号：销〔{year()}〕1号" in words(browser("he").client.get(place).content)


def test_a_print_is_for_those_who_may_know_of_the_paper(browser: People, cast: Cast) -> None:
    place = printed(registered(cast))
    browser("zhao").opens(place, expect=404)
    browser("zhao").opens(f"{place}/pdf", expect=404)


def test_what_came_in_is_never_handed_to_the_printer(
    browser: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, handed = registered(cast), []
    with unit_of_work() as session:
        came = [
            vault.seal(session, letter.id, b"x", name="a.docx", media_type="", role=role, at=now()).id
            for role in (FileRole.ORIGINAL, FileRole.PREVIEW)
        ]
    monkeypatch.setattr(pdf, "to_pdf", handed.append)
    for file in came:
        browser("lin").opens(f"/documents/{letter.id}/files/{file}/pdf", expect=404)
    assert handed == []


def test_the_form_of_another_document_is_not_found(browser: People, cast: Cast) -> None:
    other, letter = registered(cast), registered(cast)
    place = printed(other).replace(str(other.id), str(letter.id))
    browser("lin").opens(f"{place}/pdf", expect=404)


def test_without_libreoffice_there_is_no_link_and_a_sentence(
    browser: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = registered(cast)
    place = printed(letter)
    monkeypatch.setenv("PATH", os.devnull)
    page = browser("lin").opens(f"/documents/{letter.id}")
    assert f'href="{place}"' in page
    assert "/pdf" not in page
    assert "没有安装 LibreOffice" in browser("lin").opens(f"{place}/pdf", expect=409)


def test_nobody_waits_for_the_printer_in_a_transaction(
    browser: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, busy = printed(registered(cast)), []

    def watched(_docx: bytes) -> bytes:
        busy.append(engine().pool.checkedout())
        return files.pdf("文件处理单")

    monkeypatch.setattr(pdf, "to_pdf", watched)
    assert browser("lin").client.get(f"{place}/pdf").content.startswith(b"%PDF-")
    assert busy == [0]
