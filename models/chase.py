"""催收: one letter to each department whose receipt is missing, and never a flood of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from config.language import _
from config.policy import policy
from models import held_mail, ledger, letters, tasks
from models.distribute import Delivery, deliveries
from models.document import Document
from models.errors import NotNow
from models.haste import Haste
from models.letters import LetterKind
from models.people import Me, Role
from models.stages import Move
from models.values import to_the_minute


class NothingMissing(NotNow):
    def __init__(self) -> None:
        super().__init__(_("各部门均已回执，或尚未分发，没有可催收的。"))


class ChasedJustNow(NotNow):
    def __init__(self, until: datetime) -> None:
        minutes = policy().distribution.chase_minutes
        super().__init__(
            _("两次催收至少间隔{minutes}分钟，{until}后可再催。", minutes=minutes, until=to_the_minute(until))
        )


class NobodyToWriteTo(NotNow):
    def __init__(self) -> None:
        super().__init__(_("未回执的部门没有可以收信的人，请电话催收。"))


def chase(session: Session, document: Document, *, by: Me, at: datetime) -> list[Delivery]:
    """催收 the rest: to each department's head, else to its handler.

    Raises NotYourRole, WrongStage, NothingMissing, ChasedJustNow, NobodyToWriteTo.
    """
    by.must_be(Role.SECRETARY)
    if document.ends:
        raise ledger.WrongStage(document, Move.URGE)
    missing = [one for one in deliveries(session, document.id) if one.received_at is None]
    if not missing:
        raise NothingMissing()
    chased = _write(session, document, [one for one in missing if rested(one, at)], at)
    if not chased:
        told = [one.chased_at for one in missing if one.chased_at and not rested(one, at)]
        raise ChasedJustNow(min(told) + _interval()) if told else NobodyToWriteTo()
    for one in chased:
        one.chases, one.chased_at = one.chases + 1, at
    session.add_all(chased)
    ledger.move(session, document, Move.URGE, by=by, at=at, why=f"催收回执：{len(chased)}个部门")
    return chased


def withdraw(
    session: Session, document: Document, before: Mapping[str, str], *, by: Me, at: datetime
) -> None:
    """撤销催收, while the mails are still here.  ``before``: when each was chased before.  Raises Begun."""
    asked = {task.about: task.id for task in tasks.open_tasks(session, document.id)}
    chased = [one for one in deliveries(session, document.id) if str(one.id) in before and one.chased_at]
    for one in chased:
        when = one.chased_at or at
        held_mail.call_back(
            session, LetterKind.REMIND, [asked[one.id]] if one.id in asked else [], when, at=at
        )
        earlier = before[str(one.id)]
        one.chases, one.chased_at = one.chases - 1, datetime.fromisoformat(earlier) if earlier else None
    session.add_all(chased)
    ledger.move(session, document, Move.CALL_BACK, by=by, at=at, why=f"催收回执：{len(chased)}个部门")


def rested(delivery: Delivery, at: datetime) -> bool:
    """Whether its department may be chased now."""
    return delivery.chased_at is None or delivery.chased_at + _interval() <= at


def _write(session: Session, document: Document, missing: list[Delivery], at: datetime) -> list[Delivery]:
    """A letter to the first of each department who can be written to; the departments."""
    asked = {task.about: task for task in tasks.open_tasks(session, document.id)}
    waiting = {one.id: asked[one.id] for one in missing if one.id in asked}
    readers = letters.addressees(session, waiting.values(), document.level, at=at)
    written = []
    for one in (one for one in missing if one.id in waiting):
        task = waiting[one.id]
        if reader := next((person for person in readers[task.id] if person.mail), None):
            letters.write(
                session,
                reader,
                LetterKind.REMIND,
                at=at,
                how=Haste.TODAY,
                task_id=task.id,
                held=held_mail.HELD,
            )
            written.append(one)
    return written


def _interval() -> timedelta:
    return timedelta(minutes=policy().distribution.chase_minutes)
