"""签收之后: the registry is told that an envelope waits for its number."""

from datetime import datetime

from sqlmodel import Session

from models import receive
from models.document import Document
from models.tasks import Owed


def tell_the_registry(_session: Session, document: Document, _at: datetime) -> list[Owed]:
    return receive.owed(document)
