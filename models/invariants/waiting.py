"""待办: at each stage one kind of thing waits, for whoever is asked; what has ended waits for nobody."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col

from config.language import _, listed
from models.document import Document
from models.inbox import GOES_ON, Task, TaskKind
from models.invariants.finding import Broken, ask
from models.orders import DestructionOrder
from models.outbox import Errand
from models.stages import Stage


@dataclass(frozen=True)
class Wait:
    """Some of these kinds, at most ``most`` tasks in all."""

    kinds: frozenset[TaskKind]
    most: int | None = None


def one(*kinds: TaskKind) -> Wait:
    return Wait(frozenset(kinds), most=1)


def several(*kinds: TaskKind) -> Wait:
    return Wait(frozenset(kinds))


K = TaskKind
# What may wait at a stage beside what goes on wherever a document is (inbox.GOES_ON); one line of these at a time.
WAITS: dict[Stage, tuple[Wait, ...]] = {
    Stage.RECEIVED: (one(K.REGISTER),),
    Stage.REGISTERED: (one(K.PROPOSE), several(K.SIGN, K.CLAIM), several(K.COUNTERSIGN, K.CLAIM)),
    Stage.APPROVED: (one(K.HAND_OUT), one(K.READ), several(K.TAKE_BACK)),
    Stage.CIRCULATED: (several(K.ACCEPT, K.COMPLETE, K.DECIDE_EXTENSION, K.REVIEW, K.ASSIST, K.ANSWER),),
    Stage.SUPERVISED: (one(K.ARCHIVE),),
    Stage.ARCHIVED: (one(K.APPRAISE),),
}
AT_REST = (one(K.RESUME),)
MAY_WAIT_FOR_NOBODY = {Stage.ARCHIVED}
ENDED = (Stage.DESTROYED, Stage.RETURNED)


def look(session: Session) -> Iterator[Broken]:
    yield from _documents(session)
    yield from _ended(session)
    yield from _orders(session)


def _documents(session: Session) -> Iterator[Broken]:
    waiting: dict[UUID, list[TaskKind]] = defaultdict(list)
    for subject, kind in session.execute(ask(Task.subject, Task.kind).where(col(Task.closed_at).is_(None))):
        waiting[subject].append(kind)
    going = ask(Document.id, Document.stage, Document.number, Document.serial, Document.suspended_until)
    for id, stage, number, serial, rests in session.execute(
        going.where(col(Document.stage).not_in(ENDED), settled(Document.id))
    ):
        asked = waiting.get(id, [])
        if stage is None or not fits(asked, AT_REST if rests else WAITS[stage], stage in MAY_WAIT_FOR_NOBODY):
            where = number or _("未编号件（{serial}）", serial=serial)
            standing = stage.label if stage else _("新件")
            yield Broken(
                where, _("现为“{standing}”，待办却是：{asked}。", standing=standing, asked=_said(asked))
            )


def fits(asked: list[TaskKind], waits: tuple[Wait, ...], may_be_nobody: bool = False) -> bool:
    """Whether what is asked is one of ``waits``, beside what goes on."""
    here = {kind for wait in waits for kind in wait.kinds}
    main = [kind for kind in asked if kind in here or kind not in GOES_ON]
    beside = [kind for kind in main if kind in GOES_ON]
    main = [kind for kind in main if kind not in GOES_ON] or beside
    if not main:
        return may_be_nobody
    return any(set(main) <= wait.kinds and len(main) <= (wait.most or len(main)) for wait in waits)


def _ended(session: Session) -> Iterator[Broken]:
    left = (
        ask(Document.number, Document.serial, Task.kind)
        .join(Task, col(Task.subject) == col(Document.id))
        .where(col(Document.stage).in_(ENDED), col(Task.closed_at).is_(None), settled(Document.id))
    )
    for number, serial, kind in session.execute(left):
        where = number or _("未编号件（{serial}）", serial=serial)
        yield Broken(where, _("已经了结，却还有待办“{kind}”。", kind=kind.label))


def _orders(session: Session) -> Iterator[Broken]:
    open_ones = col(DestructionOrder.refused_at).is_(None), col(DestructionOrder.executed_at).is_(None)
    asked = exists().where(col(Task.subject) == col(DestructionOrder.id), col(Task.closed_at).is_(None))
    idle = ask(DestructionOrder.number).where(*open_ones, ~asked, settled(DestructionOrder.id))
    for number in session.scalars(idle):
        yield Broken(number, _("清册没有办完，却没有人要办。"))


def settled(subject: UUID) -> ColumnElement[bool]:
    """The engine owes it no look: what it should be, it is."""
    return ~exists().where(
        col(Errand.subject) == subject, col(Errand.done_at).is_(None), col(Errand.dead_at).is_(None)
    )


def _said(kinds: list[TaskKind]) -> str:
    return listed(kind.label for kind in kinds) if kinds else _("没有")
