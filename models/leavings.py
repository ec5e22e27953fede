"""载体去向: where a carrier goes for good; proposed by its keeper, confirmed by another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session

from config.language import _
from models import audit, carriers
from models.audit_words import Act
from models.carriers import Carrier
from models.custody import able, out_now
from models.database import Table, moment, word
from models.errors import Malformed, NotNow
from models.kinds import Labelled
from models.people import Me, Role
from models.values import one_line


class Way(Labelled):
    """去向.  Source: 厅字〔2000〕58号."""

    RETURNED = "returned", "清退"
    TRANSFERRED = "transferred", "移交归档"
    DESTROYED = "destroyed", "送销"


class Leaving(Table, table=True):
    """去向: proposed by the keeper, confirmed by the 办公室主任.  ``escorts``: two for what is to be destroyed."""

    carrier_id: UUID = Field(foreign_key="carrier.id", primary_key=True)
    way: Way = word(Way)
    to_unit: str = Field(max_length=100)
    receipt: str = Field(max_length=60)
    escort_id: UUID | None = Field(default=None, foreign_key="person.id")
    second_escort_id: UUID | None = Field(default=None, foreign_key="person.id")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    confirmed_by: UUID | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = moment(default=None)


class StillOut(NotNow):
    def __init__(self, carrier: Carrier) -> None:
        super().__init__(_("{alias}尚有未归还的，收回后方可办理去向。", alias=carrier.alias))


class NotProposed(NotNow):
    def __init__(self) -> None:
        super().__init__(_("没有待确认的去向。"))


@dataclass(frozen=True)
class Wish:
    """Where a carrier is to go.  ``escorts``: who takes it to be destroyed and watches."""

    way: Way
    to_unit: str
    receipt: str
    escorts: tuple[UUID, ...] = ()


def propose(session: Session, carrier: Carrier, wish: Wish, *, by: Me, at: datetime) -> Leaving:
    """去向, with the receipt of whoever took it.  Raises NotYourRole, Gone, StillOut, Malformed."""
    by.must_be(Role.SECRETARY)
    carriers.must_be_here(carrier)
    if out_now(session, carrier.id):
        raise StillOut(carrier)
    first, second = _escorts(session, carrier, wish)
    leaving = Leaving(
        carrier_id=carrier.id,
        way=wish.way,
        to_unit=one_line(wish.to_unit, 100, _("接收单位"), field="to_unit"),
        receipt=one_line(wish.receipt, 60, _("回执编号"), field="receipt"),
        escort_id=first,
        second_escort_id=second,
        by=by.id,
        at=at,
    )
    audit.record(session, Act.CARRIER_LEAVING, by=by, at=at, about=carrier.number, why=wish.way.label)
    return session.merge(leaving)


def confirm(session: Session, carrier: Carrier, *, by: Me, at: datetime) -> Leaving:
    """The 办公室主任 has seen the receipt.  Raises NotYourRole, NotProposed; nobody confirms what he proposed."""
    by.must_be(Role.OFFICE_HEAD)
    carriers.must_be_here(carrier)
    leaving = session.get(Leaving, carrier.id)
    if leaving is None or by.id in (leaving.by, leaving.escort_id, leaving.second_escort_id):
        raise NotProposed()
    leaving.confirmed_by, leaving.confirmed_at, carrier.gone_at = by.id, at, at
    session.add_all([leaving, carrier])
    audit.record(session, Act.CARRIER_GONE, by=by, at=at, about=carrier.number, why=leaving.way.label)
    return leaving


def _escorts(session: Session, carrier: Carrier, wish: Wish) -> tuple[UUID | None, UUID | None]:
    if wish.way is not Way.DESTROYED:
        return None, None
    if len(wish.escorts) != 2 or len(set(wish.escorts)) != 2:
        raise Malformed(_("送销须有两人押运和监销（厅字〔2000〕58号）。"), "escorts")
    first, second = (able(session, one, carrier).id for one in wish.escorts)
    return first, second
