"""What was printed, read back from Word: the forms of an owner, and what stands in which cell."""

from io import BytesIO
from itertools import pairwise
from uuid import UUID

from docx import Document
from sqlmodel import select

from flows.papers import print_form
from gateways import vault
from models.database import reading
from models.files import FileRole, files_of
from models.prints import PrintJob


def owed() -> list[UUID]:
    with reading() as session:
        jobs = session.exec(select(PrintJob).where(PrintJob.printed_at == None))  # noqa: E711
        return [job.id for job in jobs]


def everything_is_printed() -> None:
    for job_id in owed():
        print_form(job_id)


def papers(owner: UUID) -> dict[str, bytes]:
    """Name → content of the newest of each name."""
    with reading() as session:
        forms = [one for one in files_of(session, owner) if one.role is FileRole.FORM]
        return {one.name: vault.open_file(session, one) for one in forms}


def rows(docx: bytes) -> list[list[str]]:
    """Every row of every table; a cell that spans several columns once."""
    tables = Document(BytesIO(docx)).tables
    return [
        [
            cell.text
            for place, cell in enumerate(row.cells)
            if place == 0 or cell._tc is not row.cells[place - 1]._tc
        ]
        for table in tables
        for row in table.rows
    ]


def beside(docx: bytes, label: str) -> str:
    """What stands in the cell to the right of a label."""
    return next(value for row in rows(docx) for word, value in pairwise(row) if word == label)


def beneath(docx: bytes, *heads: str) -> list[list[str]]:
    """The rows under a head that begins with these labels."""
    grid = rows(docx)
    start = next(place for place, row in enumerate(grid) if row[: len(heads)] == list(heads))
    return grid[start + 1 :]


def words_on(docx: bytes) -> set[str]:
    """What every cell says."""
    return {cell for row in rows(docx) for cell in row}
