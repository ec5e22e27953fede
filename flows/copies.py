"""抄送: whoever was let know is asked to see it; nothing waits for that."""

from datetime import datetime

from sqlmodel import Session

from models import copies
from models.document import Document
from models.tasks import Owed


def ask_to_see(session: Session, document: Document, _at: datetime) -> list[Owed]:
    return copies.owed(session, document)
