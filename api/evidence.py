"""佐证: an act whose words come with files; a page sends them as a form, a program as base64 in its JSON."""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import RedirectResponse
from pydantic import Base64Bytes, BaseModel, Field, create_model
from sqlmodel import Session

from api.acts import ACTS, Act, Done, summary_of
from api.deps import Acting, Actor
from api.intake import Upload
from api.intake_many import MOST_FILES, letters_in
from api.notices import said_at
from api.sent import Sent, as_form
from config.language import _
from gateways.clock import now
from models import ledger, tasks
from models.database import unit_of_work
from models.document import Document
from models.files import FileRole
from models.people import Me
from models.supervise import Keep

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])

Verb = Callable[[Session, Document, Any, Keep, Me, datetime], object]


class FileSent(BaseModel):
    name: str = Field(title=_("文件名"))
    content: Base64Bytes = Field(title=_("内容"))

    @property
    def uploaded(self) -> UploadFile:
        return UploadFile(BytesIO(self.content), filename=self.name, size=len(self.content))


def with_files(name: str, sent: type[Sent]) -> Callable[[Verb], Verb]:
    """Open both doors for an act on one document that may bring files."""
    by_form = create_model(
        f"{sent.__name__}WithFiles",
        __base__=as_form(sent),
        file=(list[UploadFile], Field(default_factory=list, title=_("佐证材料"))),
    )
    by_json = create_model(
        f"{sent.__name__}WithEvidence",
        __base__=sent,
        files=(list[FileSent], Field(default_factory=list, title=_("佐证材料"), max_length=MOST_FILES)),
    )

    def open_doors(verb: Verb) -> Verb:
        ACTS["documents", name] = Act(name, by_json, "documents")

        def by_page(
            document_id: UUID,
            sent: Annotated[by_form, Form()],  # type: ignore[valid-type]
            actor: Actor,
        ) -> RedirectResponse:
            _done(actor, sent.csrf, verb, document_id, sent, sent.file)  # type: ignore[attr-defined]
            return said_at(f"/documents/{document_id}", name)

        def by_program(document_id: UUID, sent: by_json, actor: Actor) -> Done:  # type: ignore[valid-type]
            uploads = [one.uploaded for one in sent.files]  # type: ignore[attr-defined]
            done = _done(actor, None, verb, document_id, sent, uploads)
            return Done(id=done.id, label=done.label, stage=done.stage or "", version=done.line)

        path = f"/documents/{{document_id}}/{name}"
        pages.post(path, name=name)(by_page)
        api.post(path, operation_id=name.replace("-", "_"), summary=summary_of(verb))(by_program)
        return verb

    return open_doors


def _done(
    actor: Acting,
    csrf: str | None,
    verb: Verb,
    document_id: UUID,
    sent: Any,
    files: Sequence[UploadFile],
) -> Document:
    """Files are read before the transaction begins; words and sealed files commit as one."""
    with actor(csrf) as (session, me):
        actor.document(session, document_id, me)
    at = now()
    with letters_in(files, "one", me) as (uploads,), unit_of_work() as session:
        document = actor.document(session, document_id, me)
        ledger.must_be_fresh(session, document, sent.version)
        by = tasks.in_place_of(session, document.id, me, sent.behalf_of)
        verb(session, document, sent, _keeper(session, document, uploads, at), by, at)
        return document


def _keeper(session: Session, document: Document, uploads: list[Upload], at: datetime) -> Keep:
    def keep(about: UUID) -> int:
        for upload in uploads:
            upload.seal(session, document.id, at=at, role=FileRole.REPORT).about = about
        return len(uploads)

    return keep
