"""知悉记录: each opening is written down at the one door that papers go through; shown on the case, and to the auditor."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from sqlmodel import Session

from api.deps import Looking, Reader
from api.pages import page
from config.language import listed
from models import readers
from models.callings import names
from models.document import Document
from models.narrow import KEEPERS_OF_SCOPE
from models.people import Me
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["journal"])

MOST = 200


class OpeningOut(BaseModel):
    at: datetime
    uid: str
    number: str
    way: str


@pages.get("/readers")
def readers_page(
    request: Request,
    session: Looking,
    me: Reader,
    number: Annotated[str, Query(max_length=20)] = "",
    uid: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    found = readers.lines(session, me, most=MOST, number=number.strip(), uid=uid.strip())
    rows = [vars(one) | {"at": to_the_minute(one.at), "way": one.way.label} for one in found]
    return page(request, "readers.html", rows=rows, number=number, uid=uid, most=MOST)


@api.get("/readers", operation_id="list_readers", summary="知悉记录")
def list_readers(
    session: Looking,
    me: Reader,
    number: Annotated[str, Query(max_length=20)] = "",
    uid: Annotated[str, Query(max_length=64)] = "",
) -> list[OpeningOut]:
    found = readers.lines(session, me, most=MOST, number=number, uid=uid)
    return [OpeningOut(at=one.at, uid=one.uid, number=one.number, way=one.way.value) for one in found]


def reader_rows(session: Session, document: Document, me: Me) -> list[dict[str, str]]:
    """Who has known this paper, for those who keep its scope."""
    if not me.roles.intersection(KEEPERS_OF_SCOPE):
        return []
    by_person = readers.by_person(readers.of_document(session, document.id))
    called = names(session, by_person)
    return [
        {
            "who": called[person_id],
            "ways": listed(dict.fromkeys(one.way.label for one in some)),
            "first": to_the_minute(some[0].at),
            "last": to_the_minute(some[-1].at),
        }
        for person_id, some in by_person.items()
    ]
