"""登记之后: the entry of the 收文登记簿 and the 文件处理单 are printed; a returned paper gets its notice."""

from datetime import datetime

from sqlmodel import Session

from models import prints
from models.document import Document
from models.tasks import Owed


def print_entry(session: Session, document: Document, at: datetime) -> list[Owed]:
    prints.ask(session, document.id, "receive-register", "register", at=at)
    prints.ask(session, document.id, "processing-sheet", "register", at=at)
    return []


def print_return(session: Session, document: Document, at: datetime) -> list[Owed]:
    prints.ask(session, document.id, "receive-register", "return", at=at)
    prints.ask(session, document.id, "return-notice", "return", at=at)
    return []
