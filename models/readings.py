"""传阅单, the facts: whose turn it is, who has read, and with whom every paper copy is."""

import re
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _, listed
from models import standing
from models.database import moment
from models.document import Document
from models.errors import Malformed, NotNow
from models.sealed import Sealed, sealed
from models.values import optional_words


class Reading(Sealed, table=True):
    """One reader's turn: when the copy went out, when it was read, when it was back with the secretary.

    ``read_by`` is who signed, a substitute perhaps; ``…_for`` in whose place somebody gave it out or took it back.
    A dropped one counts no more: it was handed to a colleague, or the round was begun again.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    proposal_id: UUID = Field(foreign_key="proposal.id")
    rank: int
    reader_id: UUID = Field(foreign_key="person.id")
    copy_number: str = Field(default="", max_length=20)
    out_at: datetime | None = moment(default=None)
    out_by: UUID | None = Field(default=None, foreign_key="person.id")
    out_for: UUID | None = Field(default=None, foreign_key="person.id")
    read_at: datetime | None = moment(default=None)
    read_by: UUID | None = Field(default=None, foreign_key="person.id")
    words: str = sealed(default="")
    back_at: datetime | None = moment(default=None)
    back_by: UUID | None = Field(default=None, foreign_key="person.id")
    back_for: UUID | None = Field(default=None, foreign_key="person.id")
    dropped_at: datetime | None = moment(default=None)
    dropped_why: str = Field(default="", max_length=60)


class AllOut(NotNow):
    def __init__(self, out: list[Reading]) -> None:
        super().__init__(_("此件的{many}份都在传阅人手里，请先收回再送阅。", many=len(out)))


class CopyOut(NotNow):
    def __init__(self, number: str) -> None:
        super().__init__(_("份号{number}还在传阅人手里，请先收回，或者送出另一份。", number=number))


def readings(session: Session, document_id: UUID) -> list[Reading]:
    """The 传阅单 in order: the turns that count."""
    sheet = select(Reading).where(
        Reading.document_id == document_id,
        col(Reading.dropped_at).is_(None),
        standing.stands(Reading.proposal_id),
    )
    return list(session.exec(sheet.order_by(col(Reading.rank))))


def earlier_readings(session: Session, document_id: UUID) -> list[Reading]:
    """Turns that count no more: had or read under an earlier proposal, handed over, passed over; the oldest first."""
    count = {one.id for one in readings(session, document_id)}
    every = session.exec(select(Reading).where(Reading.document_id == document_id))
    old = [(one.out_at or one.dropped_at, one) for one in every if one.id not in count]
    return [one for _, one in sorted(((at, one) for at, one in old if at), key=lambda row: row[0])]


def went_out(session: Session, document_id: UUID) -> list[Reading]:
    """Everybody who ever had it to read, the earliest first."""
    had = select(Reading).where(Reading.document_id == document_id, col(Reading.out_at).is_not(None))
    return list(session.exec(had.order_by(col(Reading.out_at))))


def turn(sheet: list[Reading]) -> Reading | None:
    """Whose turn it is until the copy is back; None when the round is over."""
    return next((reading for reading in sheet if reading.back_at is None), None)


def held(session: Session, document_id: UUID) -> list[Reading]:
    """Who holds a paper copy, whatever became of the proposal it went out under; the earliest first."""
    return [one for one in went_out(session, document_id) if one.back_at is None]


def copy_numbers(document: Document) -> list[str]:
    """The 份号 one by one, as they were typed: parted by commas or spaces."""
    return re.split(r"[\s,，、;；]+", document.copy_numbers.strip()) if document.copy_numbers.strip() else []


def copy_to_hand_out(session: Session, document: Document, copy_number: str) -> str:
    """One of the 份号 that came, so that the page knows who holds which; the only one when none is named.

    Raises Malformed, CopyOut, AllOut.
    """
    numbers, out = copy_numbers(document), held(session, document.id)
    named = optional_words(copy_number, 20, _("份号"), field="copy_number")
    if named and numbers and named not in numbers:
        raise Malformed(
            _("此件没有这个份号；收到的是：{numbers}。", numbers=listed(numbers[:10])), "copy_number"
        )
    if len(out) >= document.copies:
        raise AllOut(out)
    if named and named in {one.copy_number for one in out}:
        raise CopyOut(named)
    return numbers[0] if len(numbers) == 1 else named
