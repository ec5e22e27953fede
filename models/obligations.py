"""定期报送: what a department owes every month, quarter or year.  The clock makes a case of each in time, once."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Date
from sqlmodel import Field, Session, col, select

from config.language import _
from models.database import Table, moment, word
from models.errors import NotFound
from models.recurrence import Counted, Recurrence, Rhythm
from models.sealed import Sealed, sealed

COUNTER = "obligation"


class Obligation(Sealed, table=True):
    """``since`` and ``until``: the first and the last day that a deadline may fall on."""

    sealed_under: ClassVar[str] = "id"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    serial: int = Field(unique=True)
    title: str = sealed()
    basis: str = sealed()
    words: str = sealed()
    lead: str = Field(foreign_key="office.code")
    leader_id: UUID = Field(foreign_key="person.id")
    rhythm: Rhythm = word(Rhythm)
    month: int
    counted: Counted = word(Counted)
    nth: int
    ahead: int
    since: date = Field(sa_type=Date)
    until: date | None = Field(default=None, sa_type=Date)
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    ended_by: UUID | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = moment(default=None)

    @property
    def label(self) -> str:
        return f"定期-{self.serial:04d}"

    @property
    def recurrence(self) -> Recurrence:
        return Recurrence(self.rhythm, self.month, self.counted, self.nth, self.ahead)


class Occasion(Table, table=True):
    """One period of an obligation, and the case that was made for it.  The key is what makes it one."""

    obligation_id: UUID = Field(foreign_key="obligation.id", primary_key=True)
    period: date = Field(sa_type=Date, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    at: datetime = moment()


def going_on(session: Session) -> list[Obligation]:
    """Oldest first."""
    return [one for one in all_of_them(session) if one.ended_at is None]


def all_of_them(session: Session) -> list[Obligation]:
    return list(session.exec(select(Obligation).order_by(col(Obligation.serial))))


def find(session: Session, obligation_id: UUID) -> Obligation:
    """To change it.  Raises NotFound."""
    wanted = select(Obligation).where(Obligation.id == obligation_id).with_for_update()
    found = session.exec(wanted).one_or_none()
    if found is None:
        raise NotFound(_("没有这项定期报送。"))
    return found


def made(session: Session, obligation_id: UUID) -> dict[date, UUID]:
    """The cases there are, by period."""
    here = select(Occasion).where(Occasion.obligation_id == obligation_id).order_by(col(Occasion.period))
    return {one.period: one.document_id for one in session.exec(here)}
