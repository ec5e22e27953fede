"""打印: a form of a document or of a destruction list, as the records have it now, named and filled in."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from gateways import forms, vault
from models import files, form_releases, sheets
from models.document import Document
from models.orders import DestructionOrder
from models.papers import Kind, Paper, kind_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Form:
    """What stands on it, and the name of its file."""

    name: str
    paper: Paper
    released: bytes | None


def form_bytes(session: Session, number: str, kind: str) -> tuple[str, bytes]:
    """Name and .docx, for ``jiyao form``.

    Raises NotFound and Malformed for number and kind, NotNow where there is no such form, BadTemplate.
    """
    form = draw(session, sheets.find_numbered(session, number), kind)
    return form.name, forms.fill(form.paper, form.released)


def draw(session: Session, one: Document | DestructionOrder, kind: str) -> Form:
    """Not yet filled in, so that nobody waits in a transaction for Word's work.  Raises Malformed, NotNow."""
    if isinstance(one, Document):
        return _named(session, one.label, sheets.of_document(session, one, kind))
    return _named(session, one.number, sheets.of_order(session, one, kind))


def owner_of(session: Session, owner: UUID) -> Document | DestructionOrder:
    return session.get(Document, owner) or session.get_one(DestructionOrder, owner)


def released(session: Session, kind: Kind) -> bytes | None:
    """The template of this form that was released last; None: the one that came with the product."""
    if (last := form_releases.in_force(session, kind)) is None:
        return None
    return vault.open_file(session, files.find_file(session, last.id, last.file_id))


def _named(session: Session, label: str, paper: Paper) -> Form:
    kind = kind_of(paper)
    return Form(f"{label}-{kind.title}.docx", paper, released(session, kind))
