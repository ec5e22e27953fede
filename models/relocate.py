"""重定位: the office head puts a document at an earlier or later step, with a reason that stays on record."""

from datetime import datetime

from sqlmodel import Session

from config.language import _
from models import approve, asking, circulate, ledger, rounds, seating
from models.approve import Proposal
from models.document import Document
from models.errors import Malformed, NotNow
from models.people import Me, Role
from models.rounds import Outcome
from models.stages import TRANSITIONS, Move
from models.values import words

PLACES = {
    "propose": Move.BACK_TO_PROPOSE,
    "circulate-again": Move.BACK_TO_CIRCULATE,
    "circulate": Move.ON_TO_CIRCULATE,
    "undertake": Move.ON_TO_UNDERTAKE,
}


class NoSuchPlace(Malformed):
    def __init__(self) -> None:
        super().__init__(_("此件现在不能重定位到所选环节。"), "place")


class NotProposed(NotNow):
    def __init__(self) -> None:
        super().__init__(_("尚未拟办，没有可以重定位的环节。"))


def places(session: Session, document: Document) -> list[tuple[str, str]]:
    """Where this document can be put now, as (value, words)."""
    proposal = approve.in_force(session, document.id)
    if proposal is None:
        return []
    found = [
        (value, move.label.removeprefix("重定位至"))
        for value, move in PLACES.items()
        if (document.stage, move) in TRANSITIONS
    ]
    current = rounds.open_step(session, proposal.id)
    if current is None:
        return found
    others = [step for step in rounds.steps(session, proposal.id) if step.id != current.id]
    return [
        *found,
        *(
            (f"step-{step.rank}", _("第{rank}环节（{purpose}）", rank=step.rank, purpose=step.purpose.label))
            for step in others
        ),
    ]


def relocate(session: Session, document: Document, place: str, why: str, *, by: Me, at: datetime) -> None:
    """Raises NotYourRole, NotProposed, NoSuchPlace, Malformed.  What is passed over is skipped with the reason."""
    by.must_be(Role.OFFICE_HEAD)
    told = words(why, 200, _("重定位理由"), field="words")
    proposal = approve.in_force(session, document.id)
    if proposal is None:
        raise NotProposed()
    if place not in dict(places(session, document)):
        raise NoSuchPlace()
    if place.startswith("step-"):
        rank = int(place.removeprefix("step-"))
        _to_step(session, document, proposal, rank, told, by=by, at=at)
        return
    if place == "propose":
        approve.drop(session, proposal, at=at)
    elif place == "circulate-again":
        circulate.read_again(session, document, at=at)
    else:
        _pass_over(session, document, proposal, None, at=at)
    ledger.move(session, document, PLACES[place], by=by, at=at, why=told)


def _to_step(
    session: Session, document: Document, proposal: Proposal, rank: int, why: str, *, by: Me, at: datetime
) -> None:
    current = rounds.open_step(session, proposal.id)
    if current and rank < current.rank:
        seating.reopen(session, proposal.id, range(rank, current.rank + 1), _("重定位"), at=at)
    else:
        _pass_over(session, document, proposal, rank, at=at)
    ledger.move(session, document, Move.RELOCATE, by=by, at=at, why=f"第{rank}环节：{why}")


def _pass_over(
    session: Session, document: Document, proposal: Proposal, until: int | None, *, at: datetime
) -> None:
    for step in rounds.steps(session, proposal.id):
        placed = rounds.seats(session, step.id)
        if (until is None or step.rank < until) and rounds.outcome(step, placed) is not Outcome.PASSED:
            asking.pass_over(session, document, step, at=at)
