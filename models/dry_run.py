"""试运行: which papers of the past year other rules would have sent elsewhere."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session, col

from config.rules import Rules
from models.access import visible_to
from models.document import Document
from models.outcomes import Called, traits, weigh
from models.people import Me
from models.values import local_day

YEAR = timedelta(days=365)
NEWEST = 2_000  # documents


@dataclass(frozen=True)
class Moved:
    """One paper by its number, where it goes now and where it would go."""

    number: str
    before: str
    after: str


@dataclass(frozen=True)
class DryRun:
    """``seen`` papers were tried: registered in the past year, known to the one who asks, the newest first."""

    seen: int
    moved: list[Moved] = field(default_factory=list)


def dry_run(session: Session, before: Rules, after: Rules, called: Called, me: Me, *, at: datetime) -> DryRun:
    """Both texts on the same papers, by today's division of work."""
    papers, day = _papers(session, me, at), local_day(at)
    tried = [_tried(paper, before, after, called, day) for paper in papers]
    return DryRun(len(papers), [moved for moved in tried if moved])


def _tried(paper: Document, before: Rules, after: Rules, called: Called, day: date) -> Moved | None:
    old, new = weigh(before, traits(paper), day), weigh(after, traits(paper), day)
    if old.goes == new.goes:
        return None
    return Moved(paper.label, called.sent(old), called.sent(new))


def _papers(session: Session, me: Me, at: datetime) -> list[Document]:
    """Nobody learns here of a paper that he or she may not know."""
    registered = col(Document.number).is_not(None), col(Document.received_at) > at - YEAR
    newest = visible_to(me).where(*registered).order_by(col(Document.received_at).desc())
    return list(session.exec(newest.limit(NEWEST)))
