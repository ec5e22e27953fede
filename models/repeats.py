"""重复提交: a second tap, or a form sent again because the answer was lost on the way."""

from sqlmodel import Session, col, select

from config.language import _
from models.document import Document
from models.ledger import Entry
from models.people import Me
from models.rounds import Decision, Seat
from models.stages import Move
from models.values import optional_words

SIGNING = (Move.SIGN, Move.COUNTERSIGN)


def is_repeat(
    session: Session, document: Document, decision: Decision, said: str, seen: int | None, *, by: Me
) -> bool:
    """Whether this very signature was given since the form was made (``seen`` is its ledger line)."""
    if seen is None or seen >= document.line:
        return False
    since = select(Entry.at).where(
        Entry.document_id == document.id,
        Entry.line > seen,
        Entry.by == by.id,
        col(Entry.move).in_(SIGNING),
    )
    given = select(Seat).where(
        Seat.document_id == document.id,
        Seat.signer_id == by.id,
        Seat.decision == decision,
        col(Seat.signed_at).in_(since),
    )
    meant = optional_words(said, 2000, _("意见"), field="words")
    return any((seat.words, seat.behalf_of) == (meant, by.behalf_of) for seat in session.exec(given))
