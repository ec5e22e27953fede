"""公文: the list with its search, and the page of one document."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col

from api.case import case, due_light, note_opened, short
from api.conversation import note_look
from api.deps import Looking, Reader, TheDocument
from api.forms import Form, choose
from api.offers import offices
from api.onward import afterwards
from api.pages import page
from api.sought import InList, in_address, understand
from api.story import called
from config.language import _, listed
from gateways.clock import now
from models import inbox, receive, search
from models.access import knows_few, visible_to
from models.desk import COUNT_MOST, count
from models.desk_habits import keys_act
from models.document import Document
from models.people import Me
from models.sought import UNFINISHED, Due, Sought, conditions
from models.stages import Stage
from models.tasks import Task, open_tasks_of
from models.values import Book, Level, Urgency

pages = APIRouter(include_in_schema=False)

PER_PAGE = 20


@pages.get("/documents")
def listing(
    request: Request,
    session: Looking,
    me: Reader,
    typed: InList,
    page_: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    asked = understand(session, typed)
    query = found(session, asked.meant, me)
    many = count(session, query)
    rows = list_rows(session, session.exec(query.offset((page_ - 1) * PER_PAGE).limit(PER_PAGE)).all())
    turn = turn_page(page_, len(rows), many, lambda number: address(typed, number))
    form = search_form(session, typed)
    said = {"search": form, "rows": rows, "turn": turn, "wrong": asked.wrong}
    return page(request, "documents.html", **said, keys=keys_act(session, me))


@pages.get("/documents/{document_id}", name="document")
def document_page(request: Request, document: TheDocument, session: Looking, me: Reader) -> HTMLResponse:
    note_opened(session, document, me)
    after = afterwards(request, session, document, me)
    said = case(session, document, me) | {"after": after, "keys": keys_act(session, me)}
    shown = page(request, "document.html", **said)
    note_look(session, document, me)
    return shown


def found(session: Session, sought: Sought, me: Me) -> Any:
    """Newest first.  Always from visible_to(): what is not for this person is not counted either."""
    few = knows_few(session, me)
    query = visible_to(me, few=few).where(*conditions(sought, col(Document.due_at), at=now(), finished=True))
    words = " ".join((sought.q, sought.issuer, sought.doc_number)).strip()  # the index knows all three
    return search.matching(session, query, words, few=few)


def address(sought: Sought, page: int) -> str:
    return "/documents?" + urlencode(in_address(sought) | {"page": page})


def turn_page(number: int, here: int, many: int, address: Any) -> dict[str, str]:
    """``here`` stand on this page.  Where nobody counted on, a full page may have one after it."""
    first, last, uncounted = (number - 1) * PER_PAGE + 1, (number - 1) * PER_PAGE + here, many == COUNT_MOST
    more = here == PER_PAGE if uncounted else last < many
    return {
        "words": _(
            "第 {first}–{last} 件，共 {many}{which}",
            first=first,
            last=last,
            many=many,
            which=_(" 件以上") if uncounted else _(" 件"),
        )
        if here
        else "",
        "previous": address(number - 1) if number > 1 else "",
        "next": address(number + 1) if more else "",
    }


def list_rows(session: Session, documents: Sequence[Document]) -> list[dict[str, Any]]:
    waiting = open_tasks_of(session, [document.id for document in documents])
    return [_row(session, document, waiting[document.id]) for document in documents]


# What a row of the desk says beside, and a row of the list of all does not.
PLAIN = {"behalf_of": "", "bulk": "", "unread": False, "urged": 0}


def _row(session: Session, document: Document, waits: list[Task]) -> dict[str, Any]:
    first = sorted(waits, key=lambda task: task.kind in inbox.BESIDE)[:3]
    return entry(session, document) | {
        "id": str(document.id),
        "what": document.stage.label if document.stage else "",
        **PLAIN,
        "due": due_light(document.due_at) if document.stage in UNFINISHED else None,
        "waits_for": listed(
            _("{who}{what}", who=called(session, task.hat), what=task.kind.label) for task in first
        ),
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


def search_form(session: Session, typed: Sought, action: str = "/documents") -> Form:
    """The box and the choices beside it, as they were sent."""
    return Form(
        act="search",
        action=action,
        template="documents.html",
        values=vars(typed),
        choices={
            "stage": [(stage.value, stage.label) for stage in Stage],
            "book": [(book.value, f"{book.label} · {book.cover}") for book in Book],
            "urgency": choose(Urgency),
            "level": [(level.value, level.label) for level in Level.of_documents()],
            "due": choose(Due),
            "office": offices(session),
        },
    )
