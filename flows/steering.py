"""缓办: a case that rests waits for one thing, that somebody takes it up again."""

from datetime import datetime

from sqlmodel import Session

from models import suspend
from models.document import Document
from models.tasks import Owed


def wait_for_its_day(_session: Session, document: Document, _at: datetime) -> list[Owed]:
    return suspend.owed(document)
