"""文件: the sealed files of a document or a list, as a download or as page pictures."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session

from api.deps import Looking, TheDocument, TheOrder
from gateways import pictures, vault
from models import files
from models.files import StoredFile

pages = APIRouter(include_in_schema=False)


@pages.get("/documents/{document_id}/files/{file_id}")
def download(document: TheDocument, file_id: UUID, session: Looking) -> Response:
    return as_download(session, files.find_file(session, document.id, file_id))


@pages.get("/documents/{document_id}/files/{file_id}/pages/{number}")
def picture(document: TheDocument, file_id: UUID, number: int, session: Looking) -> Response:
    stored = files.find_file(session, document.id, file_id)
    drawn = pictures.page(vault.open_file(session, stored), stored.media_type, number)
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, no-store"})


@pages.get("/destruction-orders/{order_id}/files/{file_id}")
def download_of_order(order: TheOrder, file_id: UUID, session: Looking) -> Response:
    return as_download(session, files.find_file(session, order.id, file_id))


def as_download(session: Session, stored: StoredFile) -> Response:
    """Never shown by the browser itself, only saved: what came in may be hostile."""
    named = f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}"
    pieces = vault.pour(session, stored)
    return StreamingResponse(
        pieces, media_type="application/octet-stream", headers={"Content-Disposition": named}
    )
