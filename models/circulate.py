"""传阅: one reader after the other, always through the secretary (直传), never from hand to hand (横传)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.language import _
from config.policy import policy
from models import deadlines, fitness, ledger, readings, tasks
from models.document import Document
from models.people import Me, Role, to_person, to_role
from models.readings import Reading
from models.stages import Move, Stage
from models.tasks import NothingToDo, Owed, TaskKind
from models.values import optional_words


def open_readings(session: Session, document: Document, proposal_id: UUID, readers: list[UUID]) -> None:
    """The 传阅单: written once for each proposal, in its order."""
    if not readings.readings(session, document.id):
        for rank, reader in enumerate(readers, start=1):
            session.add(
                Reading(document_id=document.id, proposal_id=proposal_id, rank=rank, reader_id=reader)
            )
        session.flush()


def read_again(session: Session, document: Document, *, at: datetime) -> None:
    """The round is begun anew; what was read stays on record."""
    for reading in readings.readings(session, document.id):
        reading.dropped_at = at
        session.add(reading)
    session.flush()


def skip_who_cannot(session: Session, document: Document, *, at: datetime) -> None:
    """Readers who left, are not cleared or are away without substitute are passed over, with the reason."""
    for reading in readings.readings(session, document.id):
        if reading.read_at:
            continue
        why = fitness.obstacle(session, to_person(reading.reader_id), document, at=at)
        if not why:
            return
        reading.dropped_at, reading.dropped_why = at, why
        session.add(reading)
        ledger.move(
            session, document, Move.SKIP, by=ledger.ENGINE, at=at, why=f"传阅第{reading.rank}位：{why}"
        )


def hand_out(
    session: Session, document: Document, reading_id: UUID, copy_number: str, *, by: Me, at: datetime
) -> Reading:
    """送阅: the secretary gives a paper copy to the next reader.

    Raises NothingToDo, SomebodyElses, Malformed; AllOut, CopyOut where a copy has not come home.
    """
    reading = _taken(session, document, TaskKind.HAND_OUT, by, at, about=reading_id)
    reading.copy_number = readings.copy_to_hand_out(session, document, copy_number)
    reading.out_at, reading.out_by, reading.out_for = at, by.id, by.behalf_of
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
    reading.read_at, reading.read_by = at, by.id
    reading.words = optional_words(opinion, 2000, _("传阅意见"), field="words")
    if not document.on_paper:
        reading.out_at, reading.back_at = reading.out_at or at, at
    ledger.move(session, document, Move.READ, by=by, at=at, why=f"第{reading.rank}位")
    return reading


def take_back(session: Session, document: Document, reading_id: UUID, *, by: Me, at: datetime) -> Reading:
    """阅退: the secretary has the paper copy in hand again.  Raises NothingToDo, SomebodyElses."""
    reading = _taken(session, document, TaskKind.TAKE_BACK, by, at, about=reading_id)
    reading.back_at, reading.back_by, reading.back_for = at, by.id, by.behalf_of
    ledger.move(
        session,
        document,
        Move.TAKE_BACK,
        by=by,
        at=at,
        why=f"第{reading.rank}位{_copy(reading)}",
    )
    return reading


def owed(session: Session, document: Document) -> list[Owed] | None:
    """The next act of the reader whose turn it is, nothing until his copy is home; None when the round is over."""
    sheet = readings.readings(session, document.id)
    turn = readings.turn(sheet)
    if turn is None:
        return None
    if turn.read_at:
        return []
    if document.on_paper and turn.out_at is None:
        by = _hand_by(ledger.since(session, document))
        return [Owed(TaskKind.HAND_OUT, to_role(Role.SECRETARY), turn.id, by)]
    return [Owed(TaskKind.READ, to_person(turn.reader_id), turn.id, _read_by(turn, sheet, document))]


def owed_home(session: Session, document: Document) -> list[Owed]:
    """A copy that was read comes home; so does one whose reader is asked no more, wherever the document is now."""
    out = readings.held(session, document.id) if document.on_paper else []
    counts = {one.id for one in readings.readings(session, document.id)} if out else set()
    reading_on = [one.id for one in out if one.id in counts and not one.read_at]
    asked = reading_on if document.stage is Stage.APPROVED else []
    secretary = to_role(Role.SECRETARY)
    return [Owed(TaskKind.TAKE_BACK, secretary, one.id, _home_by(one)) for one in out if one.id not in asked]


def _hand_by(since: datetime) -> datetime:
    """The secretary hands out and takes back within the policy's days."""
    return deadlines.due(since, policy().deadlines.handing)


def _home_by(one: Reading) -> datetime | None:
    """Counted from the signature, or from the day by which it was to be read."""
    days = policy().deadlines
    if one.read_at:
        return _hand_by(one.read_at)
    return deadlines.due(one.out_at, days.reading + days.handing) if one.out_at else None


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
    if reading.dropped_at and kind is not TaskKind.TAKE_BACK:
        raise NothingToDo(kind)
    session.add(reading)
    return reading


def _copy(reading: Reading) -> str:
    return f"，份号{reading.copy_number}" if reading.copy_number else ""
