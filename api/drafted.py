"""草稿 on the form: what was kept for its writer stands in the fields again, on whatever device he opens it."""

from dataclasses import replace

from sqlmodel import Session

from api.forms import Form
from config.language import Said, _
from models import drafts
from models.drafts import Draft
from models.people import Me
from models.tasks import Task
from models.values import to_the_minute

DRAFTED = ("proposal", "opinion", "countersignature", "completion", "assistance", "answer")


def with_draft(session: Session, form: Form, task: Task, me: Me) -> Form:
    if form.act not in DRAFTED or not form.main:
        return form
    kept = drafts.of_task(session, task.id, me)
    form = replace(form, draft=f"/documents/{task.document_id}/drafts/{task.id}", drafted=said(kept))
    return replace(form, values=dict(form.values) | kept.typed) if kept else form


def said(kept: Draft | None) -> Said | str:
    return _("草稿存于{at}", at=to_the_minute(kept.at)) if kept else ""
