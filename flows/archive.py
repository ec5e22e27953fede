"""归档: ask the archivist; when the set is filed, print the final 处理单 and the 归档文件目录."""

from datetime import datetime

from sqlmodel import Session

from models import archive, ledger, prints, steering
from models.document import Document
from models.stages import Move
from models.tasks import Owed


def ask_archivist(session: Session, document: Document, at: datetime) -> list[Owed]:
    closed = ledger.when(session, document.id, Move.SUPERVISE, Move.CLOSE_SPECIALLY)
    return archive.owed(document, closed_at=closed or at)


def print_catalogue(session: Session, document: Document, at: datetime) -> list[Owed]:
    again = len(steering.reopenings(session, document.id))
    occasion = f"archive-{again}" if again else "archive"
    prints.ask(session, document.id, "processing-sheet", occasion, at=at)
    prints.ask(session, document.id, "archive-catalogue", occasion, at=at)
    return []
