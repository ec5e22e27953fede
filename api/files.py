"""文件: the sealed files of a document or a list, as a download, a print or page pictures."""

from pathlib import PurePath
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session

from api.deps import Looking, TheDocument, TheOrder
from gateways import pdf, pictures, vault
from models import files
from models.files import FileRole, StoredFile
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)

BYTES = "application/octet-stream"


@pages.get("/documents/{document_id}/files/{file_id}")
def download(document: TheDocument, file_id: UUID, session: Looking) -> Response:
    return as_download(session, files.find_file(session, document.id, file_id))


@pages.get("/documents/{document_id}/files/{file_id}/pages/{number}")
def picture(document: TheDocument, file_id: UUID, number: int, session: Looking) -> Response:
    stored = files.find_file(session, document.id, file_id)
    drawn = pictures.page(vault.open_file(session, stored), stored.media_type, number)
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, no-store"})


@pages.get("/documents/{document_id}/files/{file_id}/pdf")
def print_of(document: TheDocument, file_id: UUID, session: Looking) -> Response:
    return as_pdf(session, files.find_form(session, document.id, file_id))


@pages.get("/destruction-orders/{order_id}/files/{file_id}")
def download_of_order(order: TheOrder, file_id: UUID, session: Looking) -> Response:
    return as_download(session, files.find_file(session, order.id, file_id))


@pages.get("/destruction-orders/{order_id}/files/{file_id}/pdf")
def print_of_order(order: TheOrder, file_id: UUID, session: Looking) -> Response:
    return as_pdf(session, files.find_form(session, order.id, file_id))


def printouts(place: str, kept: list[StoredFile]) -> list[dict[str, str]]:
    """The forms among the files of a page: a Word file each, and a PDF where this machine can make one."""
    can_print = pdf.available()
    return [
        {
            "href": (href := f"{place}/files/{one.id}"),
            "word": one.name,
            "at": to_the_minute(one.sealed_at),
            "pdf": f"{href}/pdf" if can_print else "",
        }
        for one in kept
        if one.role is FileRole.FORM
    ]


def as_download(session: Session, stored: StoredFile) -> Response:
    """Never shown by the browser itself, only saved: what came in may be hostile."""
    pieces = vault.pour(session, stored)
    return StreamingResponse(pieces, media_type=BYTES, headers=saved_as(stored.name))


def as_pdf(session: Session, form: StoredFile) -> Response:
    """Drawn anew for every click, with no transaction open meanwhile.  Raises NoPdf."""
    name, content = str(PurePath(form.name).with_suffix(".pdf")), vault.open_file(session, form)
    session.close()
    return Response(pdf.to_pdf(content), media_type=BYTES, headers=saved_as(name))


def saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
