"""初次设置: in an empty house the shell opens accounts with their roles; after the hand-over it grants none."""

from datetime import datetime

from sqlmodel import Field, Session, col, select

from models import audit
from models.audit import Event
from models.audit_words import Act
from models.database import Table, moment
from models.errors import NotNow
from models.people import ADMINISTRATORS, Role, holders

ONLY = 1


class FirstRunOver(Table, table=True):
    """The one row, written at the hand-over and never taken back."""

    id: int = Field(default=ONLY, primary_key=True)
    at: datetime = moment()


class NotYetComplete(NotNow):
    def __init__(self, missing: list[Role]) -> None:
        super().__init__(f"三员尚未齐备，还缺：{'、'.join(role.label for role in missing)}。")


class HandedOver(NotNow):
    def __init__(self, page: str) -> None:
        super().__init__(
            f"初次设置已经结束，命令行不再授予角色。请开好账号后，由安全保密管理员在 {page} 提出，另一人确认。"
        )


def is_over(session: Session) -> bool:
    return session.get(FirstRunOver, ONLY) is not None


def missing(session: Session) -> list[Role]:
    """Which of the 三员 nobody is yet."""
    return [role for role in Role if role in ADMINISTRATORS and not holders(session, role)]


def finish(session: Session, at: datetime) -> None:
    """From now on rights change by proposal alone.  Twice is once.  Raises NotYetComplete."""
    if lacking := missing(session):
        raise NotYetComplete(lacking)
    if not is_over(session):
        session.add(FirstRunOver(at=at))
        session.flush()
        audit.record(session, Act.SETUP_FINISHED, by=None, at=at)


def finish_if_due(session: Session, at: datetime) -> bool:
    """By itself, once each of the three has signed in.  Whether it is over."""
    if not is_over(session) and all(_has_signed_in(session, role) for role in ADMINISTRATORS):
        finish(session, at)
    return is_over(session)


def _has_signed_in(session: Session, role: Role) -> bool:
    there = [person.id for person in holders(session, role)]
    seen = select(Event.line).where(Event.act == Act.SIGNED_IN, col(Event.ok), col(Event.by).in_(there))
    return session.exec(seen.limit(1)).first() is not None
