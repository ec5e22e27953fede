"""/api/v1, the reading half: tasks, documents, ledgers, as programs see them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlmodel import col

from api.case import note_opened
from api.deps import Looking, Reader, TheDocument
from api.documents import found
from models import ledger
from models.desk import inbox
from models.document import Document
from models.people import Me
from models.sought import Sought
from models.tasks import Task, open_tasks

api = APIRouter(prefix="/api/v1", tags=["reading"])

MOST = 100
LARGEST = 2**31 - 1  # what an integer column holds


class TaskOut(BaseModel):
    """Something that waits for the signed-in person.  ``about``: the reading, request or assignment it concerns.

    ``behalf_of``: who delegated it; send it back with the act.
    """

    id: UUID
    kind: str
    document_id: UUID | None
    order_id: UUID | None
    about: UUID
    behalf_of: UUID | None
    opened_at: datetime
    due_at: datetime | None


class DocumentOut(BaseModel):
    """One document's register entry.  ``version`` goes back with the next act."""

    id: UUID
    version: int
    number: str | None
    stage: str
    title: str
    issuer: str
    doc_number: str
    issue_date: date | None
    doc_kind: str | None
    level: str
    urgency: str
    action: str | None
    copies: int
    pages: int
    received_at: datetime
    due_at: datetime | None
    waits: list[str]


class LineOut(BaseModel):
    """One ledger line."""

    line: int
    move: str
    stage: str
    by: str
    at: datetime
    why: str


@api.get("/tasks", operation_id="list_tasks", summary="待办")
def list_tasks(
    session: Looking, me: Reader, limit: Annotated[int, Query(ge=1, le=MOST)] = 50
) -> list[TaskOut]:
    waiting = session.exec(inbox(me).order_by(col(Task.opened_at)).limit(limit)).all()
    return [_task(task, me) for task, _ in waiting]


@api.get("/documents", operation_id="list_documents", summary="公文")
def list_documents(
    session: Looking,
    me: Reader,
    q: Annotated[str, Query(max_length=100)] = "",
    before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> list[DocumentOut]:
    """Newest first; ``before`` is the serial of the last one seen."""
    query = found(session, Sought(q), me)
    if before is not None:
        query = query.where(col(Document.serial) < before)
    return [_document(document, []) for document in session.exec(query.limit(limit))]


@api.get("/documents/{document_id}", operation_id="read_document", summary="一件公文")
def read_document(document: TheDocument, session: Looking, me: Reader) -> DocumentOut:
    note_opened(session, document, me)
    return _document(document, [task.kind.value for task in open_tasks(session, document.id)])


@api.get("/documents/{document_id}/ledger", operation_id="read_ledger", summary="台账")
def read_ledger(document: TheDocument, session: Looking) -> list[LineOut]:
    return [
        LineOut(
            line=entry.line,
            move=entry.move.value,
            stage=entry.stage.value,
            by=entry.by_name,
            at=entry.at,
            why=entry.why,
        )
        for entry in ledger.lines_of(session, document.id)
    ]


def _task(task: Task, me: Me) -> TaskOut:
    return TaskOut(
        id=task.id,
        kind=task.kind.value,
        document_id=task.document_id,
        order_id=None if task.document_id else task.subject,
        about=task.about,
        behalf_of=me.answering(task.hat).behalf_of,
        opened_at=task.opened_at,
        due_at=task.due_at,
    )


def _document(document: Document, waits: list[str]) -> DocumentOut:
    return DocumentOut(
        **document.told(set(DocumentOut.model_fields) - {"version", "waits", "stage"}),
        stage=document.stage or "",
        version=document.line,
        waits=waits,
    )
