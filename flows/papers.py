"""单据: prints one form that is owed: read the records, fill the form, seal it, note it."""

from uuid import UUID

from sqlmodel import Session

from flows import previews
from gateways import forms, printing, vault
from gateways.clock import now
from gateways.printing import Form
from models import prints
from models.database import reading, unit_of_work
from models.document import Document
from models.files import FileRole
from models.prints import PrintJob
from models.stages import Stage


def print_form(job_id: UUID) -> None:
    """Print it once.  Where the document was destroyed meanwhile, the job is closed without a file."""
    with reading() as session:
        job = session.get(PrintJob, job_id)
        form = _draw(session, job_id) if job and job.kind != prints.PREVIEW else None
    if job and job.kind == prints.PREVIEW and not job.printed_at:
        previews.draw(job.owner)
    content = forms.fill(form.paper, form.released) if form else b""
    with unit_of_work() as session:
        _close(session, job_id, form, content)


def _draw(session: Session, job_id: UUID) -> Form | None:
    """None when there is nothing to print (any more)."""
    job = session.get(PrintJob, job_id)
    if job is None or job.printed_at:
        return None
    one = printing.owner_of(session, job.owner)
    return None if _destroyed(one) else printing.draw(session, one, job.kind)


def _close(session: Session, job_id: UUID, form: Form | None, content: bytes) -> None:
    job = session.get(PrintJob, job_id)
    if job is None:
        return
    document = session.get(Document, job.owner, with_for_update=True)  # the shredder waits, or has been here
    session.refresh(job, with_for_update=True)
    if job.printed_at:
        return
    at = now()
    if form and not _destroyed(document):
        stored = vault.seal(
            session,
            job.owner,
            content,
            name=form.name,
            media_type=printing.DOCX,
            role=FileRole.FORM,
            at=at,
        )
        job.file_id = stored.id
    job.printed_at = at


def _destroyed(one: object) -> bool:
    return isinstance(one, Document) and one.stage is Stage.DESTROYED
