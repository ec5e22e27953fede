"""检索: an index of two-character pieces in the same database, so that a word of two characters is found."""

import re
import unicodedata

from sqlmodel import Field, Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from models.database import Table
from models.document import Document

SPACE = re.compile(r"[\W_]+")


class Gram(Table, table=True):
    """One piece of what a document is called.  Goes with the document when that is destroyed."""

    piece: str = Field(primary_key=True, max_length=2)
    serial: int = Field(primary_key=True)


def index(session: Session, document: Document) -> None:
    """(Re-)enter a document under title, issuer, 来文字号 and 收文编号."""
    session.exec(delete(Gram).where(col(Gram.serial) == document.serial))
    named = (
        document.title,
        document.issuer,
        document.doc_number,
        document.number or "",
    )
    pieces = {piece for text in named for piece in pieces_of(text, single=True)}
    session.add_all([Gram(piece=piece, serial=document.serial) for piece in sorted(pieces)])


def matching(query: SelectOfScalar[Document], sought: str) -> SelectOfScalar[Document]:
    """Narrow a query to documents whose names hold every word of ``sought``."""
    for piece in sorted({p for word in sought.split() for p in pieces_of(word)})[:24]:
        entered = select(Gram.serial).where(Gram.piece == piece)
        query = query.where(col(Document.serial).in_(entered))
    return query


def pieces_of(text: str, *, single: bool = False) -> set[str]:
    """Pairs of neighbouring characters; single ones too when asked, or when the text is one character."""
    plain = SPACE.sub("", unicodedata.normalize("NFKC", text).lower())
    pairs = {plain[i : i + 2] for i in range(len(plain) - 1)}
    return pairs | set(plain) if single or len(plain) == 1 else pairs
