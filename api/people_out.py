"""人员、权限变更 as programs see them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from gateways.clock import now
from models import grants
from models.grants import RightsChange
from models.people import Person, roles_of


class PersonOut(BaseModel):
    """``roles`` and ``clearance`` are what stands; what is proposed stands in ``/rights-changes``."""

    id: UUID
    uid: str
    name: str
    post: str
    office: str
    roles: list[str]
    clearance: str
    active: bool


class OpenedOut(BaseModel):
    """``first_password`` is told this once and kept nowhere."""

    id: UUID
    uid: str
    first_password: str


class OfficeOut(BaseModel):
    code: str
    name: str


class ChangeOut(BaseModel):
    """One proposal.  ``by`` is null where the directory made it; ``confirmers``: whoever may confirm it now."""

    id: UUID
    person_id: UUID
    kind: str
    what: str
    why: str
    by: UUID | None
    at: datetime
    expires_at: datetime
    state: str
    confirmers: list[str]


def person_out(session: Session, person: Person) -> PersonOut:
    return PersonOut(
        id=person.id,
        uid=person.uid,
        name=person.name,
        post=person.post,
        office=person.office_code,
        roles=[role.value for role in sorted(roles_of(session, person.id))],
        clearance=person.clearance.value,
        active=person.active,
    )


def change_out(session: Session, change: RightsChange) -> ChangeOut:
    waits = change.is_open(now())
    return ChangeOut(
        id=change.id,
        person_id=change.person_id,
        kind=change.kind.value,
        what=change.what,
        why=change.why,
        by=change.by,
        at=change.at,
        expires_at=change.expires_at,
        state=change.state(now()),
        confirmers=[one.uid for one in grants.confirmers(session, change)] if waits else [],
    )
