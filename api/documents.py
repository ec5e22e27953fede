"""公文: the list with its search, and the page of one document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, func, select

from api.case import case, note_opened, short
from api.conversation import note_look
from api.deps import Looking, Reader, TheDocument
from api.forms import Form, choose
from api.pages import page
from api.story import called
from models import inbox, receive, search
from models.access import knows_few, visible_to
from models.document import Document
from models.people import Me
from models.register import Registration
from models.stages import Stage
from models.tasks import Task, open_tasks_of
from models.values import Book, Urgency

pages = APIRouter(include_in_schema=False)

PER_PAGE = 20
COUNT_MOST = 100  # beyond this a page says "more than": counting on costs more than it tells


@dataclass(frozen=True)
class Sought:
    """What the search form asks for."""

    q: str = ""
    stage: str = ""
    book: str = ""
    urgency: str = ""

    def address(self, page: int) -> str:
        asked = {name: value for name, value in vars(self).items() if value}
        return "/documents?" + urlencode(asked | {"page": page})


@pages.get("/documents")
def listing(
    request: Request,
    session: Looking,
    me: Reader,
    q: Annotated[str, Query(max_length=100)] = "",
    stage: str = "",
    book: str = "",
    urgency: str = "",
    page_: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    sought = Sought(q, stage, book, urgency)
    query = found(session, sought, me)
    many = count(session, query)
    rows = list_rows(session, session.exec(query.offset((page_ - 1) * PER_PAGE).limit(PER_PAGE)).all())
    words = f"{many} 件" if many < COUNT_MOST else f"{COUNT_MOST} 件以上"
    turn = turn_page(page_, len(rows), many, sought.address)
    return page(request, "documents.html", search=_form(sought), rows=rows, turn=turn, count=words)


@pages.get("/documents/{document_id}", name="document")
def document_page(request: Request, document: TheDocument, session: Looking, me: Reader) -> HTMLResponse:
    note_opened(session, document, me)
    shown = page(request, "document.html", **case(session, document, me))
    note_look(session, document, me)
    return shown


def found(session: Session, sought: Sought, me: Me) -> Any:
    """Newest first.  Always from visible_to(): what is not for this person is not counted either."""
    few = knows_few(session, me)
    query = search.matching(session, visible_to(me, few=few), sought.q, few=few)
    if sought.stage in set(Stage):
        query = query.where(Document.stage == Stage(sought.stage))
    if sought.urgency in set(Urgency):
        query = query.where(Document.urgency == Urgency(sought.urgency))
    if sought.book in set(Book):
        entered = select(Registration.document_id).where(Registration.book == Book(sought.book))
        query = query.where(col(Document.id).in_(entered))
    return query


def count(session: Session, query: Any) -> int:
    """How many, up to COUNT_MOST."""
    some = query.with_only_columns(Document.id).limit(COUNT_MOST).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


def turn_page(number: int, here: int, many: int, address: Any) -> dict[str, str]:
    """``here`` stand on this page.  Where nobody counted on, a full page may have one after it."""
    first, last, uncounted = (number - 1) * PER_PAGE + 1, (number - 1) * PER_PAGE + here, many == COUNT_MOST
    more = here == PER_PAGE if uncounted else last < many
    return {
        "words": f"第 {first}–{last} 件，共 {many}{' 件以上' if uncounted else ' 件'}" if here else "",
        "previous": address(number - 1) if number > 1 else "",
        "next": address(number + 1) if more else "",
    }


def list_rows(session: Session, documents: Sequence[Document]) -> list[dict[str, Any]]:
    waiting = open_tasks_of(session, [document.id for document in documents])
    return [_row(session, document, waiting[document.id]) for document in documents]


def _row(session: Session, document: Document, waits: list[Task]) -> dict[str, Any]:
    first = sorted(waits, key=lambda task: task.kind in inbox.BESIDE)[:3]
    return entry(session, document) | {
        "id": str(document.id),
        "stage": document.stage.label if document.stage else "",
        "waits_for": "、".join(f"{called(session, task.hat)}{task.kind.label}" for task in first),
        "arrived": short(document.received_at),
    }


def entry(session: Session, document: Document) -> dict[str, Any]:
    """What every list says of a document."""
    title, issuer = receive.called(session, document)
    return {
        "href": f"/documents/{document.id}",
        "title": title,
        "issuer": issuer,
        "doc_number": document.doc_number,
        "label": document.label,
        "tags": marks(document),
    }


def marks(document: Document) -> list[Any]:
    urgent = [] if document.urgency is Urgency.ROUTINE else [document.urgency]
    return [*urgent, document.level]


def _form(sought: Sought) -> Form:
    return Form(
        act="search",
        action="/documents",
        template="documents.html",
        values=vars(sought),
        choices={
            "stage": [(stage.value, stage.label) for stage in Stage],
            "book": [(book.value, f"{book.label} · {book.cover}") for book in Book],
            "urgency": choose(Urgency),
        },
    )
