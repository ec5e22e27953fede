"""检索: an index of two-character pieces in the same database, so that a word of two characters is found."""

import hmac
import re
import unicodedata
from base64 import urlsafe_b64encode
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, delete, false, func, select
from sqlmodel.sql.expression import SelectOfScalar

from config.keys import index_key
from models.database import Table
from models.document import Document
from models.numbers import BadNumber, DocumentNumber, ReceiptNumber

SPACE = re.compile(r"[\W_]+")
MOST_PIECES = 24
CODE = 12  # characters of base64: 72 bits, too many for two pieces to share one
SAMPLE = 500  # of the newest documents, to tell a common piece from a rare one


class Gram(Table, table=True):
    """One piece of what a document is called, under a code that nobody can read without the index key."""

    piece: str = Field(primary_key=True, max_length=CODE)
    serial: int = Field(primary_key=True)


def index(session: Session, document: Document) -> None:
    """(Re-)enter a document under title, issuer, 来文字号 and 收文编号; a title that was destroyed is left out."""
    session.exec(delete(Gram).where(col(Gram.serial) == document.serial))
    named = (
        "" if document.title_is_gone else document.title,
        document.issuer,
        document.doc_number,
        document.number or "",
    )
    pieces = {piece for text in named for piece in pieces_of(text, single=True)}
    session.add_all([Gram(piece=one, serial=document.serial) for one in sorted(map(code, pieces))])


def matching(
    session: Session, query: SelectOfScalar[Document], sought: str, *, few: bool
) -> SelectOfScalar[Document]:
    """Narrow a query to documents whose names hold every word of ``sought``, newest first.

    A whole number finds what bears exactly it.  ``few``: the query has few documents, and each is looked at;
    otherwise the rarest piece leads to them, in the order of its index, so that the first page costs no more
    in a large register than in a small one.
    """
    asked = sorted({piece for word in sought.split() for piece in pieces_of(word)})[:MOST_PIECES]
    pieces = [code(piece) for piece in asked]
    serial = col(Document.serial)
    if (numbered := _bearing(session, query, sought)) is not None:
        query, pieces = numbered, []
    elif sought.strip() and not pieces:
        query = query.where(false())
    elif pieces and not few:
        rarest, *pieces = _rarest_first(session, pieces)
        query = query.join(Gram, col(Gram.serial) == Document.serial).where(
            col(Gram.piece) == _written_out(rarest)
        )
        serial = col(Gram.serial)
    order = serial + 0 if few else serial  # a few are sorted, not waited for along the index
    return query.where(*(_entered(piece, serial) for piece in pieces)).order_by(order.desc())


def pieces_of(text: str, *, single: bool = False) -> set[str]:
    """Pairs of neighbouring characters; single ones too when asked, or when the text is one character."""
    plain = SPACE.sub("", unicodedata.normalize("NFKC", text).lower())
    pairs = {plain[i : i + 2] for i in range(len(plain) - 1)}
    return pairs | set(plain) if single or len(plain) == 1 else pairs


def code(piece: str) -> str:
    """What a piece is entered under: the same for the same piece, and without the key no way back to it."""
    told = hmac.digest(index_key(), b"jiyao piece\0" + piece.encode(), "sha256")
    return urlsafe_b64encode(told[: CODE * 3 // 4]).decode()


def _entered(piece: str, serial: Any) -> ColumnElement[bool]:
    """One probe of the index.  OFFSET 0 keeps PostgreSQL from planning a join for every piece."""
    entry = aliased(Gram)
    return (
        select(entry.serial)
        .where(col(entry.piece) == _written_out(piece), col(entry.serial) == serial)
        .offset(0)
        .exists()
    )


def _written_out(piece: str) -> BindParameter[str]:
    """In the statement itself, so that PostgreSQL plans for this piece: one stands in three documents, another in all."""
    return bindparam(None, piece, literal_execute=True, unique=True)


def _bearing(
    session: Session, query: SelectOfScalar[Document], sought: str
) -> SelectOfScalar[Document] | None:
    """Documents with this 收文编号 or 来文字号; None when it is neither, or nothing bears the latter."""
    plain = unicodedata.normalize("NFKC", sought).strip()
    if ReceiptNumber.SHAPE.fullmatch(plain):
        return query.where(Document.number == plain)
    try:
        spelled = str(DocumentNumber.parse(sought))
    except BadNumber:
        return None
    exact = query.where(Document.doc_number == spelled)
    return exact if session.exec(exact.limit(1)).first() else None


def _rarest_first(session: Session, pieces: list[str]) -> list[str]:
    newest = select(func.max(Document.serial)).scalar_subquery()
    seen = (
        select(Gram.piece, func.count())
        .where(col(Gram.piece).in_(pieces), col(Gram.serial) > newest - SAMPLE)
        .group_by(col(Gram.piece))
    )
    times = dict(session.exec(seen).all())
    return sorted(pieces, key=lambda piece: times.get(piece, 0))
