"""保密工作机构的同意: without it, written down by one and confirmed by another, no carrier is registered."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date
from sqlmodel import Field, Session, col, select

from config.language import _
from config.policy import policy
from models import audit
from models.audit_words import Act
from models.ceiling import NO_STATE_SECRETS
from models.database import Table, moment
from models.errors import NotFound, NotNow
from models.people import Me, Role
from models.values import in_range, local_day, one_line


class Consent(Table, table=True):
    """``authority``: the unit's own 保密工作机构; ``paper``: the number of what it wrote."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    authority: str = Field(max_length=60)
    paper: str = Field(max_length=60)
    given_on: date = Field(sa_type=Date)
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    confirmed_by: UUID | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = moment(default=None)
    revoked_at: datetime | None = moment(default=None)

    @property
    def state(self) -> str:
        """The word a page prints."""
        if self.revoked_at:
            return _("已撤销")
        return _("有效") if self.confirmed_at else _("待确认")


class SwitchedOff(NotNow):
    def __init__(self) -> None:
        super().__init__(NO_STATE_SECRETS)


class NoConsent(NotNow):
    def __init__(self) -> None:
        super().__init__(_("登记涉密载体，须先登记本单位保密工作机构的书面同意，并由办公室主任确认。"))


class Over(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此项同意已经确认或撤销，无须再办。"))


def must_be_switched_on() -> None:
    """Raises SwitchedOff unless the hospital's policy is ``register_only``."""
    if policy().state_secrets.mode == "off":
        raise SwitchedOff()


def must_be_given(session: Session) -> None:
    """Raises SwitchedOff, NoConsent."""
    must_be_switched_on()
    if in_force(session) is None:
        raise NoConsent()


def in_force(session: Session) -> Consent | None:
    stands = select(Consent).where(
        col(Consent.confirmed_at).is_not(None),
        col(Consent.revoked_at).is_(None),
    )
    return session.exec(stands.order_by(col(Consent.confirmed_at).desc())).first()


def all_of_them(session: Session) -> list[Consent]:
    """Newest first."""
    return list(session.exec(select(Consent).order_by(col(Consent.at).desc())))


def note(session: Session, authority: str, paper: str, given_on: date, *, by: Me, at: datetime) -> Consent:
    """The 安全保密管理员 writes down what the 保密工作机构 consented to.  Raises NotYourRole, SwitchedOff, Malformed."""
    by.must_be(Role.SECURITY_ADMIN)
    must_be_switched_on()
    consent = Consent(
        authority=one_line(authority, 60, _("保密工作机构"), field="authority"),
        paper=one_line(paper, 60, _("同意文书"), field="paper"),
        given_on=in_range(given_on, today=local_day(at), name=_("同意日期"), field="given_on"),
        by=by.id,
        at=at,
    )
    session.add(consent)
    session.flush()
    audit.record(session, Act.CONSENT_NOTED, by=by, at=at, about=str(consent.id))
    return consent


def confirm(session: Session, consent_id: UUID, *, by: Me, at: datetime) -> Consent:
    """The 办公室主任 has seen the paper.  Raises NotYourRole, NotFound, Over."""
    by.must_be(Role.OFFICE_HEAD)
    consent = _held(session, consent_id)
    if consent.confirmed_at or consent.revoked_at:
        raise Over()
    consent.confirmed_by, consent.confirmed_at = by.id, at
    audit.record(session, Act.CONSENT_CONFIRMED, by=by, at=at, about=str(consent.id))
    return consent


def revoke(session: Session, consent_id: UUID, *, by: Me, at: datetime) -> Consent:
    """Either of the two, at once: nothing new is registered; what is out may still come back.  Raises Over."""
    by.must_be(Role.SECURITY_ADMIN, Role.OFFICE_HEAD)
    consent = _held(session, consent_id)
    if consent.revoked_at:
        raise Over()
    consent.revoked_at = at
    audit.record(session, Act.CONSENT_REVOKED, by=by, at=at, about=str(consent.id))
    return consent


def _held(session: Session, consent_id: UUID) -> Consent:
    found = session.exec(select(Consent).where(Consent.id == consent_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound()
    return found
