"""疑似重复: asked while somebody still types, before anything is sent; the acts themselves ask again."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from sqlmodel import Session

from api.deps import Looking, Reader
from api.forms import Form
from api.pages import page
from config.language import _
from models import receive
from models.document import Document
from models.numbers import BadNumber
from models.people import Me
from models.receive import Likeness

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["reading"])


class Asked(BaseModel):
    """``digest``: SHA-256 of a file, in hex; ``besides``: the document that is being registered."""

    issuer: str = ""
    doc_number: str = ""
    digest: str = ""
    besides: UUID | None = None


class LikenessOut(BaseModel):
    """Another document that may be the same."""

    id: UUID
    label: str
    title: str
    why: str


@pages.get("/documents/likely-duplicates")
def warning(request: Request, asked: Annotated[Asked, Query()], session: Looking, me: Reader) -> HTMLResponse:
    key = "registration" if asked.besides else "receive"
    form = Form(act=key, action="", template="", duplicates=_found(session, asked, me))
    return page(request, "receive/likely-duplicates.html", form=form)


@api.get("/documents/likely-duplicates", operation_id="list_likely_duplicates", summary="疑似重复")
def list_likely_duplicates(
    asked: Annotated[Asked, Query()], session: Looking, me: Reader
) -> list[LikenessOut]:
    """Those that whoever asks may see: the same file, or the same issuer and 来文字号 however they are spelled."""
    return [LikenessOut(**one) for one in _found(session, asked, me)]


def _found(session: Session, asked: Asked, me: Me) -> list[dict[str, Any]]:
    by_file = receive.same_file(session, asked.digest.lower(), by=me) if asked.digest else []
    return [*_told(by_file, _("同一文件")), *_told(_same_number(session, asked, me), _("来文单位与文号相同"))]


def _same_number(session: Session, asked: Asked, me: Me) -> list[Document]:
    """Half a number is no number yet."""
    try:
        return receive.same_number(
            session, asked.issuer.strip(), asked.doc_number.strip(), besides=asked.besides, by=me
        )
    except BadNumber:
        return []


def _told(others: list[Document], why: str) -> list[dict[str, Any]]:
    return [asdict(Likeness(one.id, one.label, one.title)) | {"why": why} for one in others[:5]]
