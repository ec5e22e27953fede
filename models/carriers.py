"""涉密载体: what stands on the outside of a carrier of state secrets, and where it lies.  Never what is in it.

Only under ``register_only``.  A carrier is no document here: it has no file, no title of its own, no opinions, no
task, no mail, and no search finds it.  Source: 厅字〔2000〕58号; 保守国家秘密法 (2024) arts. 26, 31.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from config.language import _
from config.policy import policy
from models import audit, consents
from models.audit_words import Act
from models.database import Table, moment, word
from models.document import next_number
from models.errors import Malformed, NotFound, NotNow
from models.kinds import Level
from models.people import ADMINISTRATORS, Me, Role
from models.terms import read_term
from models.values import in_range, local_day, one_line, optional_words

KEEPERS = {Role.SECRETARY, Role.OFFICE_HEAD}


class Carrier(Table, table=True):
    """One registered carrier.  ``copies`` of it came together; ``gone_at``: it has left the house for good."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: str = Field(unique=True, max_length=20)
    level: Level = word(Level)
    term: str = Field(default="", max_length=20)
    issuer: str = Field(max_length=100)
    doc_number: str = Field(default="", max_length=60)
    copies: int = 1
    copy_numbers: str = Field(default="", max_length=200)
    pages: int = 0
    location: str = Field(max_length=60)
    received_at: datetime = moment()
    return_by: date | None = Field(default=None, sa_type=Date)
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    gone_at: datetime | None = moment(default=None)

    @property
    def alias(self) -> str:
        """代题, by which it is called everywhere: 机密件 2026-密-0003."""
        return _("{level}件 {number}", level=self.level.label, number=self.number)

    @property
    def mark(self) -> str:
        """As it stands on the carrier: 机密★20年."""
        return f"{self.level.label}★{self.term}"


class Gone(NotNow):
    def __init__(self, carrier: Carrier) -> None:
        super().__init__(_("{alias}已办理去向，不能再交接。", alias=carrier.alias))


@dataclass(frozen=True)
class Outside:
    """What can be read without opening it."""

    level: Level
    issuer: str
    received_at: datetime
    location: str
    term: str = ""
    doc_number: str = ""
    copies: int = 1
    copy_numbers: str = ""
    pages: int = 0
    return_by: date | None = None


def enter(session: Session, outside: Outside, *, by: Me, at: datetime) -> Carrier:
    """登记 a carrier.  Raises NotYourRole, SwitchedOff, NoConsent, NotFound where he is not cleared, Malformed."""
    by.must_be(Role.SECRETARY)
    consents.must_be_given(session)
    if by.person.clearance.rank < outside.level.rank:
        raise NotFound(_("您的密级许可低于此载体的密级，请由有相应许可的机要人员登记。"))
    _check(outside, at)
    year = local_day(at).year
    carrier = Carrier(
        number=f"{year}-密-{next_number(session, f'carrier:{year}'):04d}",
        level=outside.level,
        term=read_term(outside.term, outside.level),
        issuer=one_line(outside.issuer, policy().fields.issuer, _("来文单位"), field="issuer"),
        doc_number=optional_words(outside.doc_number, 60, _("来文字号"), field="doc_number"),
        copies=outside.copies,
        copy_numbers=optional_words(outside.copy_numbers, 200, _("份号"), field="copy_numbers"),
        pages=outside.pages,
        location=one_line(outside.location, 60, _("存放位置"), field="location"),
        received_at=outside.received_at,
        return_by=in_range(outside.return_by, today=local_day(at), name=_("应清退日期"), field="return_by"),
        by=by.id,
        at=at,
    )
    session.add(carrier)
    audit.record(session, Act.CARRIER_ENTERED, by=by, at=at, about=carrier.number)
    return carrier


def visible_carriers(me: Me) -> SelectOfScalar[Carrier]:
    """The keepers, each up to the level he or she is cleared for.  Others see none, whoever holds one his own turn."""
    if not me.roles & KEEPERS or me.roles & ADMINISTRATORS:
        return select(Carrier).where(col(Carrier.id).is_(None))
    levels = [level for level in Level.of_carriers() if level.rank <= me.person.clearance.rank]
    return select(Carrier).where(col(Carrier.level).in_(levels))


def register(session: Session, me: Me) -> list[Carrier]:
    """What is here first, then what has gone; newest first."""
    order = (col(Carrier.gone_at).is_not(None), col(Carrier.number).desc())
    return list(session.exec(visible_carriers(me).order_by(*order)))


def find(session: Session, carrier_id: UUID, me: Me, *, to_change: bool = False) -> Carrier:
    """Raises NotFound: not there, or not for this person."""
    query = visible_carriers(me).where(Carrier.id == carrier_id)
    found = session.exec(query.with_for_update() if to_change else query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def must_be_here(carrier: Carrier) -> None:
    """Raises Gone."""
    if carrier.gone_at:
        raise Gone(carrier)


def _check(outside: Outside, at: datetime) -> None:
    if not outside.level.is_state_secret:
        raise Malformed(_("涉密载体的密级应为秘密、机密或绝密；内部件请按收文登记。"), "level")
    if outside.received_at > at:
        raise Malformed(_("收到时间不能晚于现在。"), "received_at")
    most = policy().fields
    if not 1 <= outside.copies <= most.copies:
        raise Malformed(_("份数应为1至{copies}。", copies=most.copies), "copies")
    if not 0 <= outside.pages <= most.pages:
        raise Malformed(_("页数应为0至{pages}。", pages=most.pages), "pages")
