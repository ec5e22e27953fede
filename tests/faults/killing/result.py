"""What the day was worth: what was acknowledged against what lies in the database and the letterbox."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from uuid import UUID

from sqlmodel import select

from config.settings import settings
from models.database import reading
from models.document import Document
from models.inbox import Task
from models.ledger import Entry
from models.letters import Letter
from tests.faults.killing.day import Acknowledged, Day
from tests.faults.killing.zygote import FELL
from tests.held import broken


@dataclass(frozen=True)
class Result:
    """``lost``: acknowledged, and not there.  ``fell``: processes that ended by themselves.

    ``again``: mails that left twice, under the same Message-ID; ``anchors``: the same of the auditor's.
    """

    lost: list[str]
    fell: list[str]
    broken: dict[str, list[str]]
    mails: int
    again: int
    anchors: int
    acknowledged: int
    archived: int


def result(day: Day, taken: list[bytes], folder: Path) -> Result:
    ids = Counter(str(message_from_bytes(one)["Message-ID"]) for one in taken)
    folder.mkdir(exist_ok=True)
    for one in ids:
        (folder / f"{one[1:].partition('@')[0]}.eml").touch()
    anchors = Counter({one: many for one, many in ids.items() if one.startswith("<anchor-")})
    letters = ids - anchors
    fell = settings().data_dir / FELL
    found = broken(timedelta(0), mails=folder)
    return Result(
        lost=[*_acts_lost(day), *_mails_lost()],
        fell=fell.read_text().splitlines() if fell.exists() else [],
        broken=found,
        mails=len(letters),
        again=letters.total() - len(letters),
        anchors=anchors.total() - len(anchors),
        acknowledged=len(day.acknowledged),
        archived=day.archived(),
    )


def _acts_lost(day: Day) -> list[str]:
    with reading() as session:
        documents = {one.id: one.number for one in session.exec(select(Document))}
        lines = Counter(session.exec(select(Entry.document_id, Entry.move)).all())
        closed = {one.id: one.closed_by for one in session.exec(select(Task))}
    told = Counter((one.document, one.move) for one in day.acknowledged)
    few = [f"{move} of {document}" for (document, move), many in told.items() if lines[document, move] < many]
    return few + [str(one) for one in day.acknowledged if _is_lost(one, day, documents, closed)]


def _is_lost(
    one: Acknowledged, day: Day, documents: dict[UUID, str | None], closed: dict[UUID, UUID | None]
) -> bool:
    if one.document not in documents or (one.number and documents[one.document] != one.number):
        return True
    return one.task is not None and closed.get(one.task) != day.cast.id(one.by)


def _mails_lost() -> list[str]:
    """Nobody had to wait for the digest, so every letter was sent, or had nothing left to say."""
    with reading() as session:
        unsent = session.exec(select(Letter).where(Letter.sent_at == None, Letter.dropped_at == None)).all()  # noqa: E711
    return [f"mail {one.id}" for one in unsent if not one.digest_id]
