"""草稿: what is written for an act is kept for its writer, by itself while he pauses, or by a button."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, get_origin
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.approve import OpinionSent, ProposalSent
from api.countersign import CountersignSent
from api.deps import Acting, Actor
from api.drafted import said
from api.notices import said_at
from api.pages import page
from api.sent import Sent, as_form
from api.subcases import AnswerSent
from api.supervise import CompletionSent
from api.undertake import AssistanceSent
from gateways.clock import now
from models import drafts, tasks
from models.drafts import Draft
from models.tasks import TaskKind

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])

FORMS: Mapping[TaskKind, type[Sent]] = {
    TaskKind.PROPOSE: ProposalSent,
    TaskKind.SIGN: OpinionSent,
    TaskKind.COUNTERSIGN: CountersignSent,
    TaskKind.COMPLETE: CompletionSent,
    TaskKind.ASSIST: AssistanceSent,
    TaskKind.ANSWER: AnswerSent,
}
PRESSED = {"decision", "answer_id", *Sent.model_fields}  # what a button or the page says, and nobody writes


def written(form: type[Sent]) -> dict[str, Any]:
    """Its fields, none of which must be filled in yet, nor be right."""
    fields = {name: one for name, one in form.model_fields.items() if name not in PRESSED}
    return {
        name: (list[str], Field(default_factory=list, title=one.title))
        if get_origin(one.annotation) is list
        else (str, Field(default="", title=one.title))
        for name, one in fields.items()
    }


OF_PAGES = dict.fromkeys(PRESSED - set(Sent.model_fields), (str, ""))
ALL = {name: field for form in FORMS.values() for name, field in written(form).items()}
DraftSent = create_model("DraftSent", __base__=Sent, **ALL, **OF_PAGES)
DraftForm = as_form(DraftSent)


class DraftOut(BaseModel):
    """``at`` is empty where there was nothing to keep."""

    at: datetime | None


@pages.post("/documents/{document_id}/drafts/{task_id}", name="draft")
def keep_page(
    request: Request,
    document_id: UUID,
    task_id: UUID,
    sent: Annotated[DraftForm, Form()],  # type: ignore[valid-type]
    actor: Actor,
) -> Response:
    kept = _keep(actor, sent.csrf, document_id, task_id, sent)  # type: ignore[attr-defined]
    if request.headers.get("hx-request") == "true":
        return page(request, "components/drafted.html", said=said(kept))
    return said_at(f"/documents/{document_id}", "draft")


@api.post("/documents/{document_id}/drafts/{task_id}", operation_id="keep_draft", summary="存草稿")
def keep_by_program(document_id: UUID, task_id: UUID, sent: DraftSent, actor: Actor) -> DraftOut:  # type: ignore[valid-type]
    kept = _keep(actor, None, document_id, task_id, sent)
    return DraftOut(at=kept.at if kept else None)


def _keep(actor: Acting, csrf: str | None, document_id: UUID, task_id: UUID, sent: Any) -> Draft | None:
    """Whoever may do the act may write it in peace; in whose place he does it makes no other draft."""
    with actor(csrf) as (session, me):
        document = actor.document(session, document_id, me)
        task = tasks.asked_of(session, document.id, task_id, me, kinds=FORMS)
        typed = {name: getattr(sent, name) for name in written(FORMS[task.kind])}
        return drafts.keep(session, document.id, task.id, typed, by=me, at=now())
