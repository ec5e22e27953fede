"""签收之后: the registry is told that an envelope waits for its number."""

from datetime import datetime

from sqlmodel import Session

from models import files, prints, receive
from models.document import Document
from models.tasks import Owed


def tell_the_registry(session: Session, document: Document, at: datetime) -> list[Owed]:
    kept = files.files_of(session, document.id)
    if any(prints.needs_preview(one, kept) for one in kept):
        prints.ask(session, document.id, prints.PREVIEW, "receive", at=at)
    return receive.owed(document)
