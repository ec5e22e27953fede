"""文件处理单 as the browser prints it: the same facts as the Word form, whoever prints it, and when."""

from typing import Any

from sqlmodel import Session

from config.language import _
from gateways.clock import now
from models.document import Document
from models.people import Me
from models.sheets import Gone, of_document
from models.sheets.parts import NotPrinted
from models.sheets.processing import WORD
from models.values import to_the_minute


def printed_sheet(session: Session, document: Document, me: Me) -> dict[str, Any] | None:
    """What components/processing-sheet.html needs; None where a document has no such sheet: the page itself is printed."""
    try:
        sheet = of_document(session, document, WORD)
    except (Gone, NotPrinted):
        return None
    return {
        "said": sheet,
        "by": _("{me}（{uid}）", me=me.name, uid=me.person.uid),
        "at": to_the_minute(now()),
    }
