"""分发: every department that has not answered is asked for its receipt."""

from datetime import datetime

from sqlmodel import Session

from models import distribute
from models.document import Document
from models.tasks import Owed


def ask_for_receipts(session: Session, document: Document, _at: datetime) -> list[Owed]:
    return distribute.owed(session, document)
