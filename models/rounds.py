"""签批环节: one step after the other; in a step one seat or several, and a rule that says when it is passed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from models.database import Table, moment, word
from models.kinds import Labelled
from models.sealed import Sealed, sealed


class Mode(Labelled):
    """When a step is passed."""

    EACH = "each", "均须签署"
    ANY = "any", "任一人签署"
    VOTE = "vote", "票决"


class Purpose(Labelled):
    """Whose words they are: a leader's 批示, or the 会签 of whoever else is concerned."""

    INSTRUCT = "instruct", "批示"
    COUNTERSIGN = "countersign", "会签"


class Decision(Labelled):
    """What a signer did with the paper (条例第22条: 圈阅视为同意)."""

    INSTRUCTED = "instructed", "批示"
    NOTED = "noted", "圈阅"
    AGREED = "agreed", "同意"
    AGAINST = "against", "不同意"
    SENT_BACK = "sent-back", "退回"


CONSENT = {Decision.INSTRUCTED, Decision.NOTED, Decision.AGREED}
NEEDS_WORDS = {Decision.INSTRUCTED, Decision.AGAINST}


class Outcome(StrEnum):
    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True)
class PlannedStep:
    """``hats``: whom it is asked of; a role means: one of them claims it.  ``weights``: votes that are not 1."""

    hats: list[str]
    purpose: Purpose = Purpose.INSTRUCT
    mode: Mode = Mode.EACH
    threshold: int = 0
    weights: dict[str, int] = field(default_factory=dict)

    @property
    def votes(self) -> int:
        return sum(self.weights.get(hat, 1) for hat in self.hats)


class Step(Table, table=True):
    """环节; ``rank`` is the order, from 1.  ``threshold``: votes that a 票决 needs."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id", index=True)
    rank: int
    purpose: Purpose = word(Purpose, default=Purpose.INSTRUCT)
    mode: Mode = word(Mode, default=Mode.EACH)
    threshold: int = 0
    passed_over_at: datetime | None = moment(default=None)


class Seat(Sealed, table=True):
    """席位: one signature that is owed, and what became of it: given, skipped, dropped, or still owed.

    ``hat`` is whom it is asked of: a person, or a role of which one may claim it.  A dropped seat is history.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    step_id: UUID = Field(foreign_key="step.id", index=True)
    document_id: UUID = Field(foreign_key="document.id")
    place: int = 1
    hat: str = Field(max_length=60)
    weight: int = 1
    added_by: UUID | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime | None = moment(default=None)
    expired_at: datetime | None = moment(default=None)
    decision: Decision | None = word(Decision, default=None)
    words: str = sealed(default="")
    back_to: int | None = None
    signed_at: datetime | None = moment(default=None)
    signer_id: UUID | None = Field(default=None, foreign_key="person.id")
    behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    skipped_at: datetime | None = moment(default=None)
    skipped_why: str = Field(default="", max_length=60)
    dropped_at: datetime | None = moment(default=None)
    dropped_why: str = Field(default="", max_length=60)

    @property
    def waits(self) -> bool:
        return not (self.decision or self.skipped_at or self.dropped_at)

    @property
    def is_claimed(self) -> bool:
        return self.hat.startswith("person:")

    @property
    def whose(self) -> UUID | None:
        """Whose signature it is: the principal's, where somebody signed on behalf."""
        return self.behalf_of or self.signer_id


def steps(session: Session, proposal_id: UUID) -> list[Step]:
    """In their order."""
    found = select(Step).where(Step.proposal_id == proposal_id).order_by(col(Step.rank))
    return list(session.exec(found))


def seats(session: Session, step_id: UUID) -> list[Seat]:
    """The seats of one step that count."""
    found = select(Seat).where(Seat.step_id == step_id, col(Seat.dropped_at).is_(None))
    return list(session.exec(found.order_by(col(Seat.place), col(Seat.id))))


def all_seats(session: Session, proposal_id: UUID) -> list[Seat]:
    """Every seat of a proposal, history too, in leader order and then as they were signed."""
    found = select(Seat, Step.rank).join(Step).where(Step.proposal_id == proposal_id)
    rows = list(session.exec(found))
    return [seat for seat, rank in sorted(rows, key=lambda row: _order(*row))]


def outcome(step: Step, placed: Iterable[Seat]) -> Outcome:
    """Whether a step is passed: the rule, and nothing but the rule."""
    live = list(placed)
    if step.passed_over_at:
        return Outcome.PASSED
    waiting = [seat for seat in live if seat.waits]
    consent = [seat for seat in live if seat.decision in CONSENT]
    if step.mode is Mode.VOTE:
        return _vote(sum(s.weight for s in consent), sum(s.weight for s in waiting), step.threshold)
    if step.mode is Mode.ANY and consent:
        return Outcome.PASSED
    if waiting:
        return Outcome.OPEN
    if any(seat.decision is Decision.SENT_BACK for seat in live):
        return Outcome.FAILED
    refused = step.mode is Mode.ANY and any(seat.decision is Decision.AGAINST for seat in live)
    return Outcome.FAILED if refused else Outcome.PASSED


def open_step(session: Session, proposal_id: UUID) -> Step | None:
    """The step whose turn it is; None when no signature is owed."""
    return next(
        (
            one
            for one in steps(session, proposal_id)
            if outcome(one, seats(session, one.id)) is not Outcome.PASSED
        ),
        None,
    )


def _vote(agreed: int, waiting: int, threshold: int) -> Outcome:
    if agreed >= threshold:
        return Outcome.PASSED
    return Outcome.OPEN if agreed + waiting >= threshold else Outcome.FAILED


def _order(seat: Seat, rank: int) -> tuple[int, int, bool, datetime | None]:
    return rank, seat.place, seat.dropped_at is None, seat.dropped_at or seat.signed_at
