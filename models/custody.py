"""载体交接: who took a carrier and when it came back, and the counts of the cabinet."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, func, select

from config.language import _
from config.policy import policy
from models import audit, carriers, consents, deadlines
from models.audit_words import Act
from models.carriers import Carrier
from models.database import Table, moment
from models.errors import Malformed, NotFound
from models.kinds import Level
from models.people import ADMINISTRATORS, Me, Person, Role, roles_of
from models.values import one_line

# What to do when one is not there.  Source: 保守国家秘密法 art. 47, 实施条例 art. 61.
WHEN_MISSING = _("立即查找并采取补救措施，24小时内报告同级保密行政管理部门和上级主管部门。")


class Handing(Table, table=True):
    """One taking out.  Every reader of a carrier stands here, with both minutes (实施条例 art. 20)."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    carrier_id: UUID = Field(foreign_key="carrier.id", index=True)
    holder_id: UUID = Field(foreign_key="person.id", index=True)
    copies: int = 1
    out_at: datetime = moment()
    out_by: UUID = Field(foreign_key="person.id")
    due_at: datetime = moment()
    back_at: datetime | None = moment(default=None)
    back_by: UUID | None = Field(default=None, foreign_key="person.id")


class Count(Table, table=True):
    """One 清点: was it where it should be."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    carrier_id: UUID = Field(foreign_key="carrier.id", index=True)
    found: bool
    location: str = Field(max_length=60)
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()


def hand_out(
    session: Session, carrier: Carrier, holder_id: UUID, copies: int, *, by: Me, at: datetime
) -> Handing:
    """交出 for reading.  Raises NotYourRole, Gone, Malformed; due as policy says, a 绝密 one the same day."""
    by.must_be(Role.SECRETARY)
    consents.must_be_given(session)
    carriers.must_be_here(carrier)
    holder = able(session, holder_id, carrier)
    left = carrier.copies - out_now(session, carrier.id)
    if not 1 <= copies <= left:
        raise Malformed(
            _("在库{left}份，交出份数应为1至{left}。", left=left) if left else _("已全部交出。"), "copies"
        )
    rules = policy().state_secrets
    days = rules.reading_top_secret if carrier.level is Level.TOP_SECRET else rules.reading
    handing = Handing(
        carrier_id=carrier.id,
        holder_id=holder.id,
        copies=copies,
        out_at=at,
        out_by=by.id,
        due_at=deadlines.due(at, days),
    )
    session.add(handing)
    audit.record(
        session, Act.CARRIER_HANDED, by=by, at=at, about=carrier.number, why=f"{holder.name}，{copies}份"
    )
    return handing


def take_back(session: Session, carrier: Carrier, handing_id: UUID, *, by: Me, at: datetime) -> Handing:
    """归还.  Raises NotYourRole, NotFound; works after the consent was revoked, too."""
    by.must_be(Role.SECRETARY)
    handing = session.get(Handing, handing_id)
    if handing is None or handing.carrier_id != carrier.id or handing.back_at:
        raise NotFound(_("没有这一笔未归还的交接。"))
    handing.back_at, handing.back_by = at, by.id
    audit.record(session, Act.CARRIER_BACK, by=by, at=at, about=carrier.number)
    return handing


def count(session: Session, carrier: Carrier, location: str, found: bool, *, by: Me, at: datetime) -> Count:
    """清点; where it was found is where it lies from now on.  Raises NotYourRole, Gone, Malformed."""
    by.must_be(*carriers.KEEPERS)
    carriers.must_be_here(carrier)
    place = one_line(location, 60, _("存放位置"), field="location")
    made = Count(carrier_id=carrier.id, found=found, location=place, by=by.id, at=at)
    if found:
        carrier.location = place
    session.add_all([made, carrier])
    audit.record(session, Act.CARRIER_COUNTED, by=by, at=at, about=carrier.number, ok=found)
    return made


def out_now(session: Session, carrier_id: UUID) -> int:
    """How many copies somebody holds."""
    held = select(func.coalesce(func.sum(Handing.copies), 0))
    return session.exec(held.where(Handing.carrier_id == carrier_id, col(Handing.back_at).is_(None))).one()


def handings(session: Session, carrier_id: UUID) -> list[Handing]:
    """Newest first."""
    made = select(Handing).where(Handing.carrier_id == carrier_id)
    return list(session.exec(made.order_by(col(Handing.out_at).desc())))


def counts(session: Session, carrier_id: UUID) -> list[Count]:
    """Newest first."""
    made = select(Count).where(Count.carrier_id == carrier_id)
    return list(session.exec(made.order_by(col(Count.at).desc())))


def held_by(session: Session, me: Me) -> list[tuple[Handing, Carrier]]:
    """What somebody has in hand, the most pressing first: all that a reader sees of the register."""
    mine = select(Handing, Carrier).join(Carrier, col(Carrier.id) == Handing.carrier_id)
    mine = mine.where(Handing.holder_id == me.id, col(Handing.back_at).is_(None))
    return list(session.exec(mine.order_by(col(Handing.due_at))).all())


def able(session: Session, person_id: UUID, carrier: Carrier) -> Person:
    """Whoever may have a carrier in hand.  Raises Malformed."""
    person = session.get(Person, person_id)
    if person is None or not person.active or roles_of(session, person.id) & ADMINISTRATORS:
        raise Malformed(_("所选人员不能接触涉密载体，请另选人员。"), "person")
    if person.clearance.rank < carrier.level.rank:
        raise Malformed(
            _("{person}的密级许可低于{level}，请另选人员。", person=person.name, level=carrier.level.label),
            "person",
        )
    return person
