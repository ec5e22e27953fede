"""Existing 存证: of all that was poured, heads that lie in the file, as of a house that has been at work for years."""

from datetime import datetime

from sqlmodel import col, update

from gateways import anchor_file
from models import anchors
from models.database import reading, unit_of_work
from models.outbox import Errand, Topic


def anchor(at: datetime) -> None:
    """Else the clerk would catch up on it for days, an anchor a minute.  No auditor is written to."""
    while _another(at):
        pass
    with reading() as session:
        anchor_file.add([one.head for one in anchors.beyond(session, anchor_file.last_number())])
    with unit_of_work() as session:
        session.exec(update(Errand).where(col(Errand.topic) == Topic.ANCHOR).values(done_at=at))


def _another(at: datetime) -> bool:
    with unit_of_work() as session:
        return anchors.make(session, at=at) is not None
