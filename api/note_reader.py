"""记知悉: whoever is shown a paper, its file or its print has known it from that moment on."""

from fastapi import Request
from sqlmodel import Session

from gateways.clock import now
from models import readers
from models.database import unit_of_work
from models.document import Document
from models.people import Me
from models.readers import Way


def note_reader(request: Request, session: Session, document: Document, me: Me) -> None:
    """Written before anything is shown: without the record there is no paper."""
    way, at = way_of(request.scope["route"].path), now()
    if readers.is_owed(session, document, me.id, way, at=at):
        with unit_of_work() as writing:
            readers.write(writing, document, me.id, way, at=at)


def way_of(path: str) -> Way:
    """What a route shows."""
    if path.endswith("/pdf"):
        return Way.PRINT
    return Way.FILE if "/files/" in path else Way.PAGE
