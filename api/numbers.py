"""编号簿: what was numbered, what comes next, what is void, and the check that no number is missing."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.deps import Looking, Reader
from api.pages import page
from models import number_books
from models.number_books import NumberBook
from models.values import on_paper

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["administration"])

SHOWN = 20  # void numbers of one book on the page; the register itself has them all


class NumberBookOut(BaseModel):
    book: str
    year: int
    last: int
    next: str
    gaps: list[int]
    strays: list[int]
    voids: dict[str, list[str]]


@pages.get("/numbers")
def shelf(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    books = number_books.books(session, me)
    broken = [one for one in books if not one.whole]
    return page(request, "admin/numbers.html", rows=[_row(one) for one in books], broken=len(broken))


@api.get("/numbers", operation_id="list_number_books", summary="编号簿")
def list_books(session: Looking, me: Reader) -> list[NumberBookOut]:
    return [
        NumberBookOut(
            book=one.word,
            year=one.year,
            last=one.last,
            next=one.next,
            gaps=one.gaps,
            strays=one.strays,
            voids={void.number: void.reasons for void in one.voids},
        )
        for one in number_books.books(session, me)
    ]


def _row(one: NumberBook) -> dict[str, Any]:
    return {
        "word": one.word,
        "year": one.year,
        "last": one.last,
        "latest": one.latest,
        "next": one.next,
        "whole": one.whole,
        "gaps": _some(one.gaps),
        "strays": _some(one.strays),
        "voided": len(one.voids),
        "voids": [
            {"number": void.number, "at": on_paper(void.at), "why": "；".join(void.reasons)}
            for void in one.voids[:SHOWN]
        ],
    }


def _some(serials: list[int]) -> str:
    return "、".join(str(one) for one in serials[:SHOWN]) + ("…" if len(serials) > SHOWN else "")
