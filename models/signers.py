"""加减签·转办·认领: who signs is changed in the open; how many sign never changes silently."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from config.language import _
from models import access, approve, fitness, inbox, ledger, rounds, seating, tasks
from models.document import Document
from models.errors import Malformed, NotNow, NotYours
from models.people import Me, Role, to_person
from models.rounds import Mode, PlannedStep, Purpose, Seat, Step
from models.stages import Move
from models.tasks import TaskKind
from models.values import words


class Where(StrEnum):
    """Where a signer is added: before me, beside me, after me."""

    BEFORE = "before"
    BESIDE = "beside"
    AFTER = "after"


class NoSignature(NotNow):
    def __init__(self) -> None:
        super().__init__("没有这个待签席位，可能已经签署或取消，请刷新查看。")


class LastSignature(NotNow):
    def __init__(self) -> None:
        super().__init__("这是最后一个待签席位，不能减签；请签署或退回。")


class LentOnce(NotYours):
    def __init__(self) -> None:
        super().__init__(_("受委托代签的，不能再转给别人；请委托人本人转办。"))


class NotYourSigner(NotYours):
    def __init__(self) -> None:
        super().__init__(_("只有加签人或办公室主任可以减签。"))


def add(
    session: Session,
    document: Document,
    people: list[UUID],
    where: Where,
    why: str,
    *,
    by: Me,
    at: datetime,
) -> list[Seat]:
    """加签 by whoever has to sign now.  Raises NothingToDo, SomebodyElses, CannotBeAsked, Malformed."""
    step = approve.step_of(session, approve.my_task(session, document, by))
    if not people:
        raise Malformed(_("请选择加签人员。"), "people")
    for person in people:
        _must_be_new(session, step, document, person, at)
    told = words(why, 200, _("加签理由"), field="words")
    if where is Where.BEFORE:
        seating.turn_comes_later(session, step.proposal_id, step.rank)
        inbox.withdraw(session, document.id, at=at)
    before = _owed(session, step.proposal_id)
    added = (
        _beside(session, document, step, people)
        if where is Where.BESIDE
        else _apart(session, document, step, people, where)
    )
    for seat in added:
        seat.added_by = by.id
        session.add(seat)
    count = f"待签{before}人→{before + len(added)}人{_vote(step, where)}"
    ledger.move(session, document, Move.ADD_SIGNER, by=by, at=at, why=f"{count}：{told}")
    return added


def drop(session: Session, document: Document, seat_id: UUID, why: str, *, by: Me, at: datetime) -> Seat:
    """减签: by whoever added the signer, or the office head.  Raises NoSignature, LastSignature, NotYourSigner."""
    seat, step = _waiting(session, document, seat_id)
    if seat.added_by != by.id and Role.OFFICE_HEAD not in by.roles:
        raise NotYourSigner()
    owed = _owed(session, step.proposal_id)
    if owed == 1 and not approve.signed(session, step.proposal_id):
        raise LastSignature()
    told = words(why, 200, _("减签理由"), field="words")
    seat.dropped_at, seat.dropped_why = at, _("减签")
    session.add(seat)
    count = f"待签{owed}人→{owed - 1}人{_vote(step, Where.BESIDE)}"
    ledger.move(session, document, Move.DROP_SIGNER, by=by, at=at, why=f"{count}：{told}")
    return seat


def hand_over(session: Session, document: Document, to: UUID, why: str, *, by: Me, at: datetime) -> Seat:
    """转办: my signature is owed by a colleague instead; as many are owed as before."""
    if by.behalf_of:
        raise LentOnce()
    task = approve.my_task(session, document, by)
    step = approve.step_of(session, task)
    _must_be_new(session, step, document, to, at)
    told = words(why, 200, _("转办理由"), field="words")
    tasks.close(session, task, by, at=at)
    seat = seating.again(session, session.get_one(Seat, task.about), _("转办"), at=at, hat=to_person(to))
    seat.added_by = by.id
    access.let_know(session, document.id, to_person(by.id), at=at)
    ledger.move(session, document, Move.HAND_OVER, by=by, at=at, why=f"第{step.rank}环节：{told}")
    return seat


def claim(session: Session, document: Document, *, by: Me, at: datetime) -> Seat:
    """认领: one of a role takes it; the others see it no more.  Raises NothingToDo, SomebodyElses."""
    task = tasks.take(session, document.id, TaskKind.CLAIM, by)
    seat = session.get_one(Seat, task.about)
    step = session.get_one(Step, seat.step_id)
    whose = by.behalf_of or by.id
    _must_be_new(session, step, document, whose, at)
    tasks.close(session, task, by, at=at)
    seating.again(session, seat, _("认领"), at=at, hat=to_person(whose))
    ledger.move(session, document, Move.CLAIM, by=by, at=at, why=f"第{step.rank}环节")
    return seat


def put_back(session: Session, document: Document, *, by: Me, at: datetime) -> Seat:
    """放回: what I claimed may be claimed by another.  Raises NoSignature where nothing was claimed."""
    task = approve.my_task(session, document, by)
    seat = session.get_one(Seat, task.about)
    step = session.get_one(Step, seat.step_id)
    claimed = next((one for one in seating.history(session, seat) if not one.is_claimed), None)
    if claimed is None:
        raise NoSignature()
    tasks.close(session, task, by, at=at)
    fresh = seating.again(session, seat, _("放回"), at=at, hat=claimed.hat)
    ledger.move(session, document, Move.PUT_BACK, by=by, at=at, why=f"第{step.rank}环节")
    return fresh


def _must_be_new(session: Session, step: Step, document: Document, person_id: UUID, at: datetime) -> None:
    """Able to be asked, and not asked already."""
    person = fitness.must_be_able(session, person_id, document, field="people", at=at)
    here = [seat.hat for seat in rounds.seats(session, step.id)]
    if to_person(person_id) in here or seating.waits_for_person(session, step.proposal_id, person_id):
        raise Malformed(_("{person}已在签批人员中，请去掉重复的人选。", person=person.name), "people")


def _apart(session: Session, document: Document, step: Step, people: list[UUID], where: Where) -> list[Seat]:
    rank = step.rank if where is Where.BEFORE else step.rank + 1
    planned = PlannedStep([to_person(one) for one in people], Purpose.COUNTERSIGN)
    return rounds.seats(session, seating.insert(session, document.id, step.proposal_id, rank, planned).id)


def _beside(session: Session, document: Document, step: Step, people: list[UUID]) -> list[Seat]:
    last = max(seat.place for seat in rounds.seats(session, step.id))
    added = [
        Seat(step_id=step.id, document_id=document.id, place=last + n, hat=to_person(one))
        for n, one in enumerate(people, start=1)
    ]
    session.add_all(added)
    session.flush()
    return added


def _waiting(session: Session, document: Document, seat_id: UUID) -> tuple[Seat, Step]:
    proposal, seat = approve.in_force(session, document.id), session.get(Seat, seat_id)
    step = session.get(Step, seat.step_id) if seat else None
    if not (proposal and seat and step) or step.proposal_id != proposal.id or not seat.waits:
        raise NoSignature()
    return seat, step


def _owed(session: Session, proposal_id: UUID) -> int:
    return sum(seat.waits for seat in rounds.all_seats(session, proposal_id))


def _vote(step: Step, where: Where) -> str:
    """A threshold stays what it was, and says so."""
    return f"，票决门槛仍为{step.threshold}票" if step.mode is Mode.VOTE and where is Where.BESIDE else ""
