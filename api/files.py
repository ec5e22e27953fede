"""文件: the sealed files of a document or a list, as a download, a print or page pictures."""

import re
from pathlib import PurePath
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session

from api.deps import Looking, Reader, TheDocument, TheOrder
from gateways import pdf, pictures, vault, watermark
from gateways.clock import now
from gateways.watermark import Mark
from models import audit, files
from models.audit_words import Act
from models.database import unit_of_work
from models.files import FileRole, StoredFile
from models.people import Me, Office
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)

BYTES = "application/octet-stream"
NOT_PLAIN = re.compile(r"[^A-Za-z0-9._ -]")
INERT = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@pages.get("/documents/{document_id}/files/{file_id}")
def download(document: TheDocument, file_id: UUID, session: Looking, me: Reader) -> Response:
    return as_download(session, files.find_file(session, document.id, file_id), document.label, me)


@pages.get("/documents/{document_id}/files/{file_id}/pages/{number}")
def picture(document: TheDocument, file_id: UUID, number: int, session: Looking, me: Reader) -> Response:
    """Drawn from the vault, or from memory, and marked for whoever looks; no connection is held meanwhile."""
    stored = files.find_file(session, document.id, file_id)
    pieces, mark = vault.pour(session, stored), _mark(session, me, document.label)
    session.close()
    clean = pictures.page(pieces, stored.media_type, number, file_id=stored.id)
    headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": INERT}
    return Response(watermark.on_picture(clean, mark), media_type="image/jpeg", headers=headers)


@pages.get("/documents/{document_id}/files/{file_id}/pdf")
def print_of(document: TheDocument, file_id: UUID, session: Looking, me: Reader) -> Response:
    return as_pdf(session, files.find_form(session, document.id, file_id), document.label, me)


@pages.get("/destruction-orders/{order_id}/files/{file_id}")
def download_of_order(order: TheOrder, file_id: UUID, session: Looking, me: Reader) -> Response:
    return as_download(session, files.find_file(session, order.id, file_id), order.number, me)


@pages.get("/destruction-orders/{order_id}/files/{file_id}/pdf")
def print_of_order(order: TheOrder, file_id: UUID, session: Looking, me: Reader) -> Response:
    return as_pdf(session, files.find_form(session, order.id, file_id), order.number, me)


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


def as_download(session: Session, stored: StoredFile, number: str, me: Me) -> Response:
    """Never shown by the browser itself, only saved: what came in may be hostile.  The journal says who took it."""
    pieces = vault.pour(session, stored)
    _note(stored, number, me)
    return StreamingResponse(pieces, media_type=BYTES, headers=saved_as(stored.name))


def as_pdf(session: Session, form: StoredFile, number: str, me: Me) -> Response:
    """Drawn anew and marked for every click, with no transaction open meanwhile.  Raises NoPdf."""
    name, content = str(PurePath(form.name).with_suffix(".pdf")), vault.open_file(session, form)
    mark = _mark(session, me, number)
    session.close()
    printed = watermark.on_pdf(pdf.to_pdf(content), mark)
    _note(form, number, me)
    return Response(printed, media_type=BYTES, headers=saved_as(name))


def saved_as(name: str) -> dict[str, str]:
    """RFC 6266: the name in UTF-8, and one in ASCII for programs that know no other."""
    plain = NOT_PLAIN.sub("_", name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": disposition, "Content-Security-Policy": INERT}


def _mark(session: Session, me: Me, number: str) -> Mark:
    office = session.get(Office, me.person.office_code)
    return Mark(me.name, me.person.uid, office.name if office else "", now(), number)


def _note(stored: StoredFile, number: str, me: Me) -> None:
    with unit_of_work() as writing:
        audit.record(writing, Act.FILE_TAKEN, by=me, at=now(), about=f"{number} {stored.id}")
