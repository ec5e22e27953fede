"""知悉范围: whoever is in charge decides whether another may know."""

from datetime import datetime

from sqlmodel import Session

from models import widen
from models.document import Document
from models.tasks import Owed


def ask_who_decides(session: Session, document: Document, _at: datetime) -> list[Owed]:
    return widen.owed(session, document)
