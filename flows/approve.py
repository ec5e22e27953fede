"""拟办·批示: ask the office head, then step after step whoever is to sign; approved when no signature is owed."""

from datetime import datetime

from sqlmodel import Session

from models import approve, asking, ledger, paper_opinions, rounds
from models.document import Document
from models.rounds import Outcome
from models.stages import Move
from models.tasks import Owed
from models.values import ActionKind


def ask_next(session: Session, document: Document, at: datetime) -> list[Owed] | None:
    """The signatures that are owed now; None when the document moved on or back."""
    proposal = approve.in_force(session, document.id)
    if proposal is None:
        return approve.owed_proposal(session, document)
    step = asking.step_in_turn(session, document, proposal, at=at)
    if step is not None:
        if rounds.outcome(step, rounds.seats(session, step.id)) is Outcome.OPEN:
            return asking.owed_in(session, step)
        asking.fail(session, document, step, at=at)
    elif document.action is ActionKind.ACT and asking.nobody_signed(session, proposal):
        approve.drop(session, proposal, at=at)
        ledger.move(session, document, Move.SEND_BACK, by=ledger.ENGINE, at=at, why="全部略过，须重新拟办")
    else:
        ledger.move(session, document, Move.APPROVE, by=ledger.ENGINE, at=at)
    return None


def ask_to_confirm(session: Session, document: Document, at: datetime) -> list[Owed]:
    """What was keyed in from paper waits for its signer, and holds nothing up."""
    return paper_opinions.owed(session, document, at)
