"""拟办·批示: the office head proposes; whoever is asked instructs, initials, countersigns or sends back."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from models import deadlines, delegations, ledger, plans, rounds, seating, tasks
from models.database import lines, moment
from models.document import Document
from models.errors import Malformed
from models.people import Me, Role, to_role
from models.plans import Plan
from models.rounds import NEEDS_WORDS, Decision, Purpose, Seat, Step
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import Owed, Task, TaskKind
from models.values import optional_words, words

ASKED: dict[Purpose, TaskKind] = {
    Purpose.INSTRUCT: TaskKind.SIGN,
    Purpose.COUNTERSIGN: TaskKind.COUNTERSIGN,
}
TOLD: dict[Purpose, Move] = {Purpose.INSTRUCT: Move.SIGN, Purpose.COUNTERSIGN: Move.COUNTERSIGN}


DROPPED = "dropped_at IS NOT NULL"


class Proposal(Sealed, table=True):
    """拟办意见.  The newest one that was not dropped is in force.

    ``leader_id``: who instructed it where nobody was asked to sign: 立项, 再次批示.
    """

    __table_args__ = (
        Index("ix_proposal_dropped", "id", sqlite_where=text(DROPPED), postgresql_where=text(DROPPED)),
    )
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    words: str = sealed()
    lead: str | None = Field(default=None, foreign_key="office.code")
    assistants: list[str] = lines()
    readers: list[str] = lines()
    leader_id: UUID | None = Field(default=None, foreign_key="person.id")
    by: UUID = Field(foreign_key="person.id", index=True)
    behalf_of: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()
    dropped_at: datetime | None = moment(default=None)


def propose(session: Session, document: Document, plan: Plan, *, by: Me, at: datetime) -> Proposal:
    """拟办.  Raises SomebodyElses, Malformed: an 办件 has one lead department, a leader and a deadline."""
    tasks.close(session, tasks.take(session, document.id, TaskKind.PROPOSE, by), by, at=at)
    plans.check(session, document, plan)
    proposal = Proposal(
        document_id=document.id,
        words=words(plan.words, 2000, _("拟办意见"), field="words"),
        lead=plan.lead,
        assistants=plan.assistants,
        readers=[str(reader) for reader in plan.readers],
        by=by.id,
        behalf_of=by.behalf_of,
        at=at,
    )
    session.add(proposal)
    session.flush()
    for rank, planned in enumerate(plan.steps, start=1):
        seating.place(session, document.id, proposal.id, rank, planned)
    document.due_at = plan.due_at or document.due_at
    asked = sum(len(planned.hats) for planned in plan.steps)
    ledger.move(session, document, Move.PROPOSE, by=by, at=at, why=f"送{asked}人签批" if asked else "")
    return proposal


def sign(
    session: Session, document: Document, decision: Decision, opinion: str, *, by: Me, at: datetime
) -> Seat:
    """批示 or 圈阅.  Raises NothingToDo (signed already, not asked yet), SomebodyElses, Malformed."""
    return _decide(session, document, Purpose.INSTRUCT, decision, opinion, by, at)


def countersign(
    session: Session, document: Document, decision: Decision, opinion: str, *, by: Me, at: datetime
) -> Seat:
    """会签: 同意 or 不同意, the latter with its reason.  Raises NothingToDo, SomebodyElses, Malformed."""
    return _decide(session, document, Purpose.COUNTERSIGN, decision, opinion, by, at)


def send_back(
    session: Session, document: Document, why: str, *, by: Me, at: datetime, to_rank: int | None = None
) -> Seat:
    """退回重拟, or 退回 to an earlier step: at once, or when the others have signed, as the policy says."""
    task = my_task(session, document, by)
    seat, step = session.get_one(Seat, task.about), step_of(session, task)
    if to_rank is not None and not 1 <= to_rank < step.rank:
        raise Malformed(_("只能退回本环节之前的环节。"), "to_rank")
    tasks.close(session, task, by, at=at)
    give(session, seat, Decision.SENT_BACK, words(why, 2000, _("退回理由"), field="words"), by=by, at=at)
    seat.back_to = to_rank
    others = [one for one in rounds.seats(session, step.id) if one.waits]
    if others and policy().routing.on_return == "keep":
        ledger.move(
            session, document, TOLD[step.purpose], by=by, at=at, why=f"退回，待其余{len(others)}人签署后执行"
        )
    else:
        carry_back(session, document, step, seat, by=by, at=at)
    return seat


def carry_back(
    session: Session, document: Document, step: Step, seat: Seat, *, by: Me | None, at: datetime
) -> None:
    """What a return means: the proposal is dropped, or the steps from the chosen one on are owed anew."""
    if seat.back_to is None:
        drop(session, session.get_one(Proposal, step.proposal_id), at=at)
        ledger.move(session, document, Move.SEND_BACK, by=by, at=at, why="退回办公室")
        return
    seating.reopen(session, step.proposal_id, range(seat.back_to, step.rank + 1), "退回环节", at=at)
    ledger.move(session, document, Move.RETURN_TO, by=by, at=at, why=f"退回第{seat.back_to}环节")


def drop(session: Session, proposal: Proposal, *, at: datetime) -> None:
    """Whatever was signed stays on it, and the office head proposes anew."""
    proposal.dropped_at = at
    session.add(proposal)


def give(session: Session, seat: Seat, decision: Decision, written: str, *, by: Me, at: datetime) -> None:
    """Write an opinion into its seat, with both names where somebody stands in."""
    seat.decision, seat.words, seat.signed_at, seat.signer_id = decision, written, at, by.id
    seat.behalf_of = delegations.behind(by, seat.hat, at)
    session.add(seat)


def in_force(session: Session, document_id: UUID) -> Proposal | None:
    standing = select(Proposal).where(Proposal.document_id == document_id, col(Proposal.dropped_at).is_(None))
    return session.exec(standing).one_or_none()


def proposals(session: Session, document_id: UUID) -> list[Proposal]:
    """All of them, the dropped ones too, oldest first."""
    made = select(Proposal).where(Proposal.document_id == document_id).order_by(col(Proposal.at))
    return list(session.exec(made))


def signed(session: Session, proposal_id: UUID) -> list[Seat]:
    """The signatures that count, in leader order."""
    given = rounds.all_seats(session, proposal_id)
    return [seat for seat in given if seat.signed_at and not seat.dropped_at]


def instructing_leader(session: Session, document_id: UUID) -> UUID | None:
    """Who is told when it is done: the last leader who wrote a 批示, else who initialled last, else who instructed it."""
    proposal = in_force(session, document_id)
    given = signed(session, proposal.id) if proposal else []
    wrote = [seat for seat in given if seat.decision is Decision.INSTRUCTED]
    circled = [seat for seat in given if seat.decision is Decision.NOTED]
    last = (wrote or circled)[-1:]
    if last:
        return last[0].whose
    return proposal.leader_id if proposal else None


def owed_proposal(session: Session, document: Document) -> list[Owed]:
    by = deadlines.due(ledger.since(session, document), policy().deadlines.proposing)
    return [Owed(TaskKind.PROPOSE, to_role(Role.OFFICE_HEAD), document.id, by)]


def take_seat(session: Session, document: Document, kind: TaskKind, by: Me, at: datetime) -> Seat:
    task = tasks.take(session, document.id, kind, by)
    seat = session.get_one(Seat, task.about)
    if not seat.waits:  # dropped a moment ago, and the engine has not looked yet
        raise tasks.NothingToDo(kind)
    tasks.close(session, task, by, at=at)
    return seat


def my_task(session: Session, document: Document, by: Me) -> Task:
    """The signature that ``by`` owes here, of either kind.  Raises NothingToDo, SomebodyElses."""
    waiting = {task.kind for task in tasks.open_tasks(session, document.id)}
    kind = TaskKind.COUNTERSIGN if TaskKind.COUNTERSIGN in waiting else TaskKind.SIGN
    task = tasks.take(session, document.id, kind, by)
    if not session.get_one(Seat, task.about).waits:
        raise tasks.NothingToDo(kind)
    return task


def step_of(session: Session, task: Task) -> Step:
    return session.get_one(Step, session.get_one(Seat, task.about).step_id)


def _decide(
    session: Session,
    document: Document,
    purpose: Purpose,
    decision: Decision,
    opinion: str,
    by: Me,
    at: datetime,
) -> Seat:
    written = words if decision in NEEDS_WORDS else optional_words
    seat = take_seat(session, document, ASKED[purpose], by, at)
    told = written(opinion, 2000, _("{purpose}意见", purpose=purpose.label), field="words")
    give(session, seat, decision, told, by=by, at=at)
    ledger.move(session, document, TOLD[purpose], by=by, at=at, why=decision.label)
    return seat
