"""分发·回执: one document to many departments, a receipt from each, and who is still missing."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from models import access, addressees, ledger, tasks
from models.addressees import Addressee
from models.database import moment
from models.dates import SHANGHAI, due_in_range, local_day, to_the_minute
from models.document import Document
from models.errors import Malformed, NotNow
from models.people import Me, Office, Role, to_office
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import Owed, TaskKind
from models.values import optional_words
from models.workdays import office_calendar

LOT = 100  # departments in one transaction


class Delivery(Sealed, table=True):
    """What one department was sent, by when its receipt is wanted, and who gave it when."""

    __table_args__ = (UniqueConstraint("document_id", "office_code"),)
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id")
    office_code: str = Field(foreign_key="office.code")
    words: str = sealed(default="")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    wanted_by: datetime = moment()
    received_at: datetime | None = moment(default=None)
    received_by: UUID | None = Field(default=None, foreign_key="person.id")
    answer: str = sealed(default="")
    chases: int = 0
    chased_at: datetime | None = moment(default=None)


class Lot(NamedTuple):
    """What one transaction sent, and how many departments are left for the next."""

    made: list[Delivery]
    left: int


class SentAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("所选部门都已分发过此件，没有重复分发。"))


def distribute(
    session: Session,
    document: Document,
    codes: Collection[str] | None,
    wanted_by: datetime,
    told: str,
    *,
    by: Me,
    at: datetime,
) -> Lot:
    """分发 to those that have not got it, at most a lot; None: to every department that somebody speaks for.

    Raises NotYourRole, Malformed, NoSuchAddressee, CannotBeSent, SentAlready.
    """
    by.must_be(Role.SECRETARY)
    _must_be_ahead(wanted_by, at)
    missing = _missing(session, document, codes)
    if not missing:
        raise SentAlready()
    note = optional_words(told, 500, _("附言"), field="words")
    said: dict[str, Any] = {"words": note, "by": by.id, "at": at, "wanted_by": wanted_by}
    lot = {one.hat: one.hat.removeprefix("office:") for one in missing[:LOT]}
    made = [Delivery(document_id=document.id, office_code=code, **said) for code in lot.values()]
    session.add_all(made)
    access.let_know(session, document.id, *lot, at=at)
    why = f"{len(made)}个部门，{to_the_minute(wanted_by)}前回执"
    ledger.move(session, document, Move.DISTRIBUTE, by=by, at=at, why=why)
    return Lot(made, len(missing) - len(made))


def receipt(session: Session, document: Document, told: str, *, by: Me, at: datetime) -> Delivery:
    """回执 of the department that ``by`` speaks for.  Raises NothingToDo, SomebodyElses."""
    task = tasks.take(session, document.id, TaskKind.RECEIPT, by)
    tasks.close(session, task, by, at=at)
    delivery = session.get_one(Delivery, task.about)
    delivery.received_at, delivery.received_by = at, by.id
    delivery.answer = optional_words(told, 500, _("回执意见"), field="words")
    session.add(delivery)
    office = session.get_one(Office, delivery.office_code)
    ledger.move(session, document, Move.RECEIPT, by=by, at=at, why=office.name)
    return delivery


def deliveries(session: Session, document_id: UUID) -> list[Delivery]:
    """By the department's code."""
    made = select(Delivery).where(Delivery.document_id == document_id)
    return list(session.exec(made.order_by(col(Delivery.office_code))))


def owed(session: Session, document: Document) -> list[Owed]:
    """A receipt from every department that has not given it."""
    return [
        Owed(TaskKind.RECEIPT, to_office(one.office_code), one.id, one.wanted_by)
        for one in deliveries(session, document.id)
        if one.received_at is None
    ]


def usual_time(at: datetime) -> datetime:
    """When receipts are wanted that name no moment: the policy's hour of today, else of the next working day."""
    calendar, hour = office_calendar(), policy().distribution.receipt_by
    days = (calendar.add_workdays(local_day(at), n) for n in (0, 1))
    moments = [datetime.combine(day, hour, SHANGHAI).astimezone(UTC) for day in days]
    return next(moment for moment in moments if moment > at)


def choices(session: Session, document: Document) -> list[Addressee]:
    """Every department that has not got it."""
    has = {to_office(one.office_code) for one in deliveries(session, document.id)}
    return [one for one in addressees.departments(session, document) if one.hat not in has]


def _missing(session: Session, document: Document, codes: Collection[str] | None) -> list[Addressee]:
    if codes is None:
        return [one for one in choices(session, document) if not one.why_not]
    if not codes:
        raise Malformed(_("请至少选择一个部门。"), "offices")
    has = {one.office_code for one in deliveries(session, document.id)}
    hats = [to_office(code) for code in dict.fromkeys(codes) if code not in has]
    return addressees.must_reach(session, document, hats, field="offices")


def _must_be_ahead(wanted_by: datetime, at: datetime) -> None:
    due_in_range(local_day(wanted_by), today=local_day(at), name=_("回执时限"), field="wanted_by")
    if wanted_by <= at:
        raise Malformed(_("回执时限应晚于现在。"), "wanted_by")
