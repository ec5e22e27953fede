"""预览: a Word, plain-text or OFD original is drawn as PDF once, so that a leader can read the paper on a phone."""

from uuid import UUID

from gateways import pdf, pictures, text, typed, vault
from gateways.clock import now
from models import prints
from models.database import reading, unit_of_work
from models.document import Document
from models.files import FileRole, StoredFile, files_of
from models.stages import Stage

PDF = "application/pdf"


def draw(document_id: UUID) -> None:
    """Seal a PDF beside every original that LibreOffice can draw.  Twice is the same as once."""
    with reading() as session:
        kept = files_of(session, document_id)
        wanted = [one for one in kept if prints.needs_preview(one, kept)]
        contents = [vault.open_file(session, one) for one in wanted]
    for original, content in zip(wanted, contents, strict=True):
        if pdf.available():
            _keep(original, pdf.to_pdf(_as_word(original, content)))


def _as_word(original: StoredFile, content: bytes) -> bytes:
    """Of a text or an OFD file its words."""
    if original.media_type == prints.WORD:
        return content
    return typed.as_word(text.read_again([content], original.media_type).text)


def _keep(original: StoredFile, drawn: bytes) -> None:
    with unit_of_work() as session:
        document = session.get_one(Document, original.owner, with_for_update=True)
        if document.stage is Stage.DESTROYED:
            return
        vault.seal(
            session,
            original.owner,
            drawn,
            name=f"{original.name.rpartition('.')[0]}.pdf",
            media_type=PDF,
            role=FileRole.PREVIEW,
            pages=pictures.count(drawn),
            at=now(),
        )
