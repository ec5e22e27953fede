"""传阅: one reader after the other, always through the secretary (直传), never from hand to hand (横传)."""

import re
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.policy import policy
from models import deadlines, ledger, tasks
from models.database import Table, moment
from models.document import Document
from models.errors import Malformed
from models.people import Me, Role, to_person, to_role
from models.stages import Move
from models.tasks import Owed, TaskKind
from models.values import optional_words


class Reading(Table, table=True):
    """One reader's turn: when the copy went out, when it was read, when it was back with the secretary."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    rank: int
    reader_id: UUID = Field(foreign_key="person.id")
    copy_number: str = Field(default="", max_length=20)
    out_at: datetime | None = moment(default=None)
    out_by: UUID | None = Field(default=None, foreign_key="person.id")
    read_at: datetime | None = moment(default=None)
    words: str = ""
    back_at: datetime | None = moment(default=None)
    back_by: UUID | None = Field(default=None, foreign_key="person.id")


def open_readings(session: Session, document: Document, readers: list[UUID]) -> None:
    """The 传阅单: written once, in the order of the proposal."""
    if not readings(session, document.id):
        for rank, reader in enumerate(readers, start=1):
            session.add(Reading(document_id=document.id, rank=rank, reader_id=reader))
        session.flush()


def hand_out(
    session: Session, document: Document, reading_id: UUID, copy_number: str, *, by: Me, at: datetime
) -> Reading:
    """送阅: the secretary gives the paper copy to the next reader.  Raises NothingToDo, SomebodyElses."""
    reading = _taken(session, document, TaskKind.HAND_OUT, by, at, about=reading_id)
    reading.out_at, reading.out_by = at, by.id
    reading.copy_number = _which(document, copy_number)
    ledger.move(
        session,
        document,
        Move.HAND_OUT,
        by=by,
        at=at,
        why=f"第{reading.rank}位{_copy(reading)}",
    )
    return reading


def read(session: Session, document: Document, opinion: str, *, by: Me, at: datetime) -> Reading:
    """阅签: the reader signs.  Raises NothingToDo, SomebodyElses."""
    reading = _taken(session, document, TaskKind.READ, by, at)
    reading.read_at, reading.words = at, optional_words(opinion, 2000, "传阅意见", field="words")
    if not document.on_paper:
        reading.out_at, reading.back_at = reading.out_at or at, at
    ledger.move(session, document, Move.READ, by=by, at=at, why=f"第{reading.rank}位")
    return reading


def take_back(session: Session, document: Document, reading_id: UUID, *, by: Me, at: datetime) -> Reading:
    """阅退: the secretary has the paper copy in hand again.  Raises NothingToDo, SomebodyElses."""
    reading = _taken(session, document, TaskKind.TAKE_BACK, by, at, about=reading_id)
    reading.back_at, reading.back_by = at, by.id
    ledger.move(
        session,
        document,
        Move.TAKE_BACK,
        by=by,
        at=at,
        why=f"第{reading.rank}位{_copy(reading)}",
    )
    return reading


def readings(session: Session, document_id: UUID) -> list[Reading]:
    """The 传阅单 in order."""
    sheet = select(Reading).where(Reading.document_id == document_id).order_by(col(Reading.rank))
    return list(session.exec(sheet))


def holder(session: Session, document_id: UUID) -> Reading | None:
    """The reader who holds the paper copy now; None when it lies with the secretary."""
    return next((r for r in readings(session, document_id) if r.out_at and not r.back_at), None)


def copy_numbers(document: Document) -> list[str]:
    """The 份号 one by one, as they were typed: parted by commas or spaces."""
    return re.split(r"[\s,，、;；]+", document.copy_numbers.strip()) if document.copy_numbers.strip() else []


def owed(session: Session, document: Document) -> list[Owed]:
    """The one next act of the reader whose turn it is; nothing when all have read and returned."""
    sheet = readings(session, document.id)
    turn = next((reading for reading in sheet if reading.back_at is None), None)
    if turn is None:
        return []
    secretary = to_role(Role.SECRETARY)
    if document.on_paper and turn.out_at is None:
        return [Owed(TaskKind.HAND_OUT, secretary, turn.id, _hand_by(ledger.since(session, document)))]
    if turn.read_at is None:
        return [
            Owed(
                TaskKind.READ,
                to_person(turn.reader_id),
                turn.id,
                _read_by(turn, sheet, document),
            )
        ]
    return [Owed(TaskKind.TAKE_BACK, secretary, turn.id, _hand_by(turn.read_at))]


def _hand_by(since: datetime) -> datetime:
    """The secretary hands out and takes back within the policy's days."""
    return deadlines.due(since, policy().deadlines.handing)


def _read_by(turn: Reading, sheet: list[Reading], document: Document) -> datetime | None:
    """Counted from the moment the copy reached this reader; on screen, from the reader before."""
    before = [reading.back_at for reading in sheet if reading.rank < turn.rank and reading.back_at]
    since = turn.out_at or max(before, default=None)
    return deadlines.due(since, policy().deadlines.reading) if since else document.due_at


def _taken(
    session: Session,
    document: Document,
    kind: TaskKind,
    by: Me,
    at: datetime,
    *,
    about: UUID | None = None,
) -> Reading:
    task = tasks.take(session, document.id, kind, by, about=about)
    tasks.close(session, task, by, at=at)
    reading = session.get_one(Reading, task.about)
    session.add(reading)
    return reading


def _which(document: Document, copy_number: str) -> str:
    """One of the 份号 that came, so that the page knows who holds which; the only one when none is named."""
    numbers = copy_numbers(document)
    named = optional_words(copy_number, 20, "份号", field="copy_number")
    if named and numbers and named not in numbers:
        raise Malformed(f"此件没有这个份号；收到的是：{'、'.join(numbers[:10])}。", "copy_number")
    return numbers[0] if len(numbers) == 1 else named


def _copy(reading: Reading) -> str:
    return f"，份号{reading.copy_number}" if reading.copy_number else ""
