"""押后: a mail that somebody may still call back stays here for a moment, and is gone for good once it is begun."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from config.language import _
from models import letters
from models.errors import NotNow
from models.letters import Letter, LetterKind
from models.outbox import Errand

HELD = timedelta(seconds=15)  # ten seconds on the screen, and five for the way


class Begun(NotNow):
    def __init__(self) -> None:
        super().__init__(_("邮件已经发出，撤销不了。"))


def call_back(
    session: Session, kind: LetterKind, tasks: Collection[UUID], written: datetime, *, at: datetime
) -> None:
    """The mails of ``kind`` that were written about these at that moment never leave.  Raises Begun."""
    about = col(Letter.task_id).in_(tasks), Letter.kind == kind, Letter.written_at == written
    found = session.exec(select(Letter).where(*about).with_for_update()).all()
    if any(one.sent_at or one.digest_id for one in found):
        raise Begun()
    owed = select(Errand).where(
        col(Errand.subject).in_([one.id for one in found]), col(Errand.done_at).is_(None)
    )
    for errand in session.exec(owed.with_for_update()):
        if errand.attempts:
            raise Begun()
        errand.done_at = at
        session.add(errand)
    for one in found:
        letters.drop(session, one, at=at)
