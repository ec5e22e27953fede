"""簿册: the whole registers and catalogues, each drawn as a Word file when somebody asks for it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from api.deps import Looking, Reader
from api.files import BYTES, saved_as
from api.pages import page
from config.language import _
from gateways import forms, printing
from models import books
from models.papers import Paper, kind_of
from models.people import Me, Role
from models.values import Book, Retention

pages = APIRouter(include_in_schema=False)


@pages.get("/books")
def shelf(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    books.must_keep(me)
    return page(request, "books.html", shelves=_shelves(session, me))


@pages.get("/books/registers/{book}/{year}")
def register(book: Book, year: int, session: Looking, me: Reader) -> Response:
    paper = books.register(session, book, year, me)
    return _as_word(session, f"{year}年{book.cover}.docx", paper)


@pages.get("/books/catalogues/{year}/{retention}/{office}")
def catalogue(year: int, retention: Retention, office: str, session: Looking, me: Reader) -> Response:
    paper = books.catalogue(session, year, retention, office, me)
    return _as_word(session, f"{year}年{retention.label}{paper.office}归档文件目录.docx", paper)


def _as_word(session: Session, name: str, paper: Paper) -> Response:
    released = printing.released(session, kind_of(paper))
    session.close()  # nobody waits in a transaction for Word's work
    return Response(forms.fill(paper, released), media_type=BYTES, headers=saved_as(name))


def _shelves(session: Session, me: Me) -> list[dict[str, Any]]:
    registers = [
        {"href": f"/books/registers/{one.book.value}/{one.year}", "word": one.book.cover, "of": one}
        for one in books.registers(session, me)
    ]
    catalogues = [
        {
            "href": f"/books/catalogues/{one.year}/{one.retention.value}/{one.office.code}",
            "word": f"{one.office.name} · {one.retention.label}",
            "of": one,
        }
        for one in books.catalogues(session, me)
    ]
    shelves = [(_("收文登记簿"), Role.SECRETARY, registers), (_("归档文件目录"), Role.ARCHIVIST, catalogues)]
    return [{"word": word, "books": rows} for word, keeper, rows in shelves if keeper in me.roles]
