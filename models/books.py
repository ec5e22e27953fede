"""簿册: the registers the 机要秘书 keep and the catalogues the 档案员 keep, whole, as they stand now."""

from dataclasses import dataclass, fields, replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from config.language import _
from models.access import visible_to
from models.booklets import ArchiveCatalogue, CatalogueRow, ReceiveRegister, RegisterRow
from models.document import Document
from models.errors import NotFound
from models.holdings import ArchiveEntry
from models.people import Me, Office, Role
from models.register import Registration
from models.sheets import archive_catalogue, receive_register
from models.values import Book, Retention

KEEPERS = {Role.SECRETARY, Role.ARCHIVIST}
WITHHELD = _("不在知悉范围")
BOOKS, TERMS = list(Book), list(Retention)

Row = TypeVar("Row", RegisterRow, CatalogueRow)


@dataclass(frozen=True)
class Register:
    """One book of one year; ``count`` is its numbers, void ones too."""

    book: Book
    year: int
    count: int


@dataclass(frozen=True)
class Catalogue:
    """The 件 of one year, term and department."""

    year: int
    retention: Retention
    office: Office
    count: int


def must_keep(me: Me) -> None:
    """Raises NotFound for whoever keeps no book: there is no shelf for him or her."""
    if not me.roles & KEEPERS:
        raise NotFound()


def registers(session: Session, me: Me) -> list[Register]:
    """Newest year first; none for anybody but a 机要秘书."""
    if Role.SECRETARY not in me.roles:
        return []
    book, year = col(Registration.book), col(Registration.year)
    counted = session.exec(select(book, year, func.count()).group_by(book, year))
    return sorted((Register(*line) for line in counted), key=lambda one: (-one.year, BOOKS.index(one.book)))


def catalogues(session: Session, me: Me) -> list[Catalogue]:
    """Newest year first; none for anybody but a 档案员."""
    if Role.ARCHIVIST not in me.roles:
        return []
    year, term, code = col(ArchiveEntry.year), col(ArchiveEntry.retention), col(ArchiveEntry.office_code)
    counted = session.exec(select(year, term, code, func.count()).group_by(year, term, code))
    found = [Catalogue(year, term, session.get_one(Office, code), many) for year, term, code, many in counted]
    return sorted(found, key=lambda one: (-one.year, TERMS.index(one.retention), one.office.code))


def register(session: Session, book: Book, year: int, me: Me) -> ReceiveRegister:
    """Every number; of a paper outside the reader's 知悉范围 the number alone.  Raises NotFound."""
    if not any((one.book, one.year) == (book, year) for one in registers(session, me)):
        raise NotFound()
    paper = receive_register(session, book, year)
    numbers = select(Registration.number).where(Registration.book == book, Registration.year == year)
    known = set(session.exec(numbers.where(col(Registration.document_id).in_(_known_to(me)))))
    rows = (row if row.number in known else _withheld(row, "number") for row in paper.rows)
    return replace(paper, rows=tuple(rows))


def catalogue(
    session: Session, year: int, retention: Retention, office_code: str, me: Me
) -> ArchiveCatalogue:
    """Every 件; of a paper outside the reader's 知悉范围 its place and 档号 alone.  Raises NotFound."""
    wanted = (year, retention, office_code)
    if not any((one.year, one.retention, one.office.code) == wanted for one in catalogues(session, me)):
        raise NotFound()
    paper = archive_catalogue(session, year, retention, office_code)
    codes = select(ArchiveEntry.code).where(col(ArchiveEntry.document_id).in_(_known_to(me)))
    known = set(session.exec(codes.where(ArchiveEntry.year == year)))
    rows = (
        row if row.archive_code in known else _withheld(row, "number", "archive_code") for row in paper.rows
    )
    return replace(paper, rows=tuple(rows))


def _known_to(me: Me) -> Select[UUID]:
    return visible_to(me).with_only_columns(col(Document.id))


def _withheld(row: Row, *kept: str) -> Row:
    """A booklet skips no number, so the line stays and says why it is empty."""
    blank = {field.name: "" for field in fields(row) if field.name not in kept}
    return replace(row, **blank | {"remarks": WITHHELD})
