"""拟办·批示: the office head proposes; the leaders instruct or initial, one after the other."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.policy import policy
from models import deadlines, ledger, plans, tasks
from models.database import Table, lines, moment, word
from models.document import Document
from models.people import Me, Role, to_person, to_role
from models.plans import Plan
from models.stages import Move
from models.tasks import Owed, TaskKind
from models.values import optional_words, words


class Decision(StrEnum):
    """What a leader did with the paper (条例第22条: 圈阅视为同意)."""

    INSTRUCTED = "instructed"
    NOTED = "noted"
    SENT_BACK = "sent-back"

    @property
    def label(self) -> str:
        return {"instructed": "批示", "noted": "圈阅", "sent-back": "退回"}[self.value]


class Proposal(Table, table=True):
    """拟办意见.  The newest one that was not dropped is in force."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    words: str
    lead: str | None = Field(default=None, foreign_key="office.code")
    assistants: list[str] = lines()
    readers: list[str] = lines()
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    dropped_at: datetime | None = moment(default=None)


class Step(Table, table=True):
    """One leader's turn to sign a proposal; ``rank`` is the order, from 1."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id", index=True)
    rank: int
    signer_id: UUID = Field(foreign_key="person.id")
    decision: Decision | None = word(Decision, default=None)
    words: str = ""
    signed_at: datetime | None = moment(default=None)


def propose(session: Session, document: Document, plan: Plan, *, by: Me, at: datetime) -> Proposal:
    """拟办.  Raises SomebodyElses, Malformed: an 办件 has one lead department, a leader and a deadline."""
    tasks.close(session, tasks.take(session, document.id, TaskKind.PROPOSE, by), by, at=at)
    plans.check(session, document, plan)
    proposal = Proposal(
        document_id=document.id,
        words=words(plan.words, 2000, "拟办意见", field="words"),
        lead=plan.lead,
        assistants=plan.assistants,
        readers=[str(reader) for reader in plan.readers],
        by=by.id,
        at=at,
    )
    session.add(proposal)
    session.flush()
    for rank, leader in enumerate(plan.leaders, start=1):
        session.add(Step(proposal_id=proposal.id, rank=rank, signer_id=leader))
    document.due_at = plan.due_at or document.due_at
    ledger.move(
        session,
        document,
        Move.PROPOSE,
        by=by,
        at=at,
        why=f"送{len(plan.leaders)}位领导",
    )
    return proposal


def sign(
    session: Session,
    document: Document,
    decision: Decision,
    opinion: str,
    *,
    by: Me,
    at: datetime,
) -> Step:
    """批示 or 圈阅.  Raises NothingToDo (signed already, not asked yet), SomebodyElses, Malformed."""
    step = _my_turn(session, document, by, at)
    step.decision, step.signed_at = decision, at
    written = words if decision is Decision.INSTRUCTED else optional_words
    step.words = written(opinion, 2000, "批示意见", field="words")
    ledger.move(session, document, Move.SIGN, by=by, at=at, why=decision.label)
    return step


def send_back(session: Session, document: Document, why: str, *, by: Me, at: datetime) -> Step:
    """退回重拟: the proposal is dropped, whatever was signed stays on it, and the office head proposes anew."""
    step = _my_turn(session, document, by, at)
    step.decision, step.signed_at = Decision.SENT_BACK, at
    step.words = words(why, 2000, "退回理由", field="words")
    dropped = session.get_one(Proposal, step.proposal_id)
    dropped.dropped_at = at
    session.add_all([step, dropped])
    ledger.move(session, document, Move.SEND_BACK, by=by, at=at, why=Decision.SENT_BACK.label)
    return step


def in_force(session: Session, document_id: UUID) -> Proposal | None:
    standing = select(Proposal).where(Proposal.document_id == document_id, col(Proposal.dropped_at).is_(None))
    return session.exec(standing).one_or_none()


def proposals(session: Session, document_id: UUID) -> list[Proposal]:
    """All of them, the dropped ones too, oldest first."""
    made = select(Proposal).where(Proposal.document_id == document_id).order_by(col(Proposal.at))
    return list(session.exec(made))


def steps(session: Session, proposal_id: UUID) -> list[Step]:
    """The leaders' turns in order."""
    return list(session.exec(select(Step).where(Step.proposal_id == proposal_id).order_by(col(Step.rank))))


def next_step(session: Session, proposal_id: UUID) -> Step | None:
    """Whose turn it is; None when no signature is owed."""
    return next((step for step in steps(session, proposal_id) if step.signed_at is None), None)


def instructing_leader(session: Session, document_id: UUID) -> UUID | None:
    """Who is told when it is done: the last leader who wrote a 批示, else the last who signed."""
    proposal = in_force(session, document_id)
    signed = steps(session, proposal.id) if proposal else []
    wrote = [step for step in signed if step.decision is Decision.INSTRUCTED]
    return (wrote or signed)[-1].signer_id if signed else None


def owed(session: Session, document: Document) -> list[Owed]:
    """A proposal from the office head, or the next leader's signature; nothing when all have signed."""
    proposal = in_force(session, document.id)
    if proposal is None:
        by = deadlines.due(ledger.since(session, document), policy().deadlines.proposing)
        return [Owed(TaskKind.PROPOSE, to_role(Role.OFFICE_HEAD), document.id, by)]
    step = next_step(session, proposal.id)
    if step is None:
        return []
    return [
        Owed(
            TaskKind.SIGN,
            to_person(step.signer_id),
            step.id,
            _sign_by(session, proposal, step),
        )
    ]


def _sign_by(session: Session, proposal: Proposal, step: Step) -> datetime:
    """Counted from the moment it became this leader's turn."""
    before = [other.signed_at for other in steps(session, proposal.id) if other.rank < step.rank]
    asked = max([moment for moment in before if moment], default=proposal.at)
    return deadlines.due(asked, policy().deadlines.signing)


def _my_turn(session: Session, document: Document, by: Me, at: datetime) -> Step:
    task = tasks.take(session, document.id, TaskKind.SIGN, by)
    step = session.get_one(Step, task.about)
    tasks.close(session, task, by, at=at)
    session.add(step)
    return step
