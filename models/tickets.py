"""链接: one-time links in mails.  A link points at a task; the signed-in person decides; one click wins."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, Session, col, select, update

from config.language import _
from config.policy import policy
from models import clock_watch
from models.clock_watch import Doubt
from models.database import Table, moment
from models.errors import NotFound, NotNow, NotYours
from models.people import Me, Person
from models.tasks import Task
from models.values import to_the_minute

SECRET_BYTES = 32


class Ticket(Table, table=True):
    """A link to one task for one person.  The secret itself is only in the mail.

    ``version`` is the document's ledger line when the link was made: what the person was told about.
    """

    digest: str = Field(primary_key=True, max_length=64)
    task_id: UUID = Field(foreign_key="task.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    version: int
    issued_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)


class NoSuchTicket(NotFound):
    def __init__(self) -> None:
        super().__init__(_("链接无效。您的待办都在待办箱里。"))


class TicketSpent(NotNow):
    """``told`` says who did it and when, where that is known."""

    def __init__(self, told: str = _("此事已经办理")) -> None:
        super().__init__(_("{told}，链接已失效。您的待办都在待办箱里。", told=told))


class TicketExpired(NotNow):
    def __init__(self) -> None:
        super().__init__(_("链接已过期。如仍需办理，请从待办箱进入。"))


class NotYourTicket(NotYours):
    def __init__(self) -> None:
        super().__init__(_("此链接只限收件人本人使用。您的待办都在待办箱里。"))


def issue(session: Session, task: Task, person: Person, version: int, *, at: datetime) -> tuple[Ticket, str]:
    """A new link, and its secret, this once."""
    token = secrets.token_urlsafe(SECRET_BYTES)
    ticket = Ticket(
        digest=digest(token),
        task_id=task.id,
        person_id=person.id,
        version=version,
        issued_at=at,
        expires_at=at + timedelta(hours=policy().tickets.hours),
    )
    session.add(ticket)
    return ticket, token


def look(session: Session, token: str, by: Me, *, at: datetime) -> Ticket:
    """What a link points at; changes nothing.  Raises NoSuchTicket, NotYourTicket, TicketSpent, TicketExpired."""
    ticket = session.get(Ticket, digest(token), populate_existing=True)
    if ticket is None:
        raise NoSuchTicket()
    if ticket.person_id != by.id:
        raise NotYourTicket()
    task = session.get_one(Task, ticket.task_id)
    if ticket.used_at or task.closed_at:
        raise TicketSpent(_told(session, task))
    if ticket.expires_at <= at or clock_watch.in_doubt(session) is Doubt.BACK:
        raise TicketExpired()
    return ticket


def redeem(session: Session, token: str, by: Me, *, at: datetime) -> Ticket:
    """Spend a link, then decide, in one transaction: a refused decision gives it back.

    Of two clicks at once the database lets one win.  Raises what look() raises.
    """
    waiting = select(Task.id).where(col(Task.closed_at).is_(None))
    spend = (
        update(Ticket)
        .where(
            col(Ticket.digest) == digest(token),
            col(Ticket.person_id) == by.id,
            col(Ticket.used_at).is_(None),
            col(Ticket.expires_at) > at,
            col(Ticket.task_id).in_(waiting),
        )
        .values(used_at=at)
        .returning(col(Ticket.digest))
    )
    if session.exec(spend).one_or_none() is None:
        look(session, token, by, at=at)
        raise TicketSpent()
    return session.get_one(Ticket, digest(token), populate_existing=True)


def used(session: Session, token: str, by: Me) -> Ticket | None:
    """The link, where this person has decided by it: what is sent again may be the same decision."""
    ticket = session.get(Ticket, digest(token), populate_existing=True)
    return ticket if ticket and ticket.used_at and ticket.person_id == by.id else None


def subject(session: Session, token: str) -> UUID:
    """What the task behind a link is about."""
    return session.get_one(Task, session.get_one(Ticket, digest(token)).task_id).subject


def _told(session: Session, task: Task) -> str:
    """``此事已由王建国于2026年11月22日 10:31办理``; what was withdrawn was done by nobody."""
    if task.closed_by is None or task.closed_at is None:
        return _("此事已经办理") if task.closed_at is None else _("此事已不用办理")
    who = session.get_one(Person, task.closed_by).name
    return _("此事已由{who}于{at}办理", who=who, at=to_the_minute(task.closed_at))


def digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
