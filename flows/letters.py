"""发信: one owed letter leaves, neutral and short: a number, what is asked, by when, and a link to sign in at."""

from uuid import UUID

from sqlmodel import Session

from config.policy import policy
from config.settings import settings
from gateways import mail, mail_words
from gateways.clock import now
from gateways.mail import Mail
from models import notices, tickets
from models.database import unit_of_work
from models.letters import Letter
from models.notices import Notice


def send(letter_id: UUID) -> None:
    """A mail may go out twice, a signature cannot: file the ticket, send, then note that it was sent.

    Raises Transient or Permanent.  A letter with nothing left to say is dropped.
    """
    prepared = _prepared(letter_id)
    if prepared is None:
        return
    mail.send(prepared)  # no transaction is open while we talk to the mail server
    with unit_of_work() as session:
        session.get_one(Letter, letter_id).sent_at = now()


def _prepared(letter_id: UUID) -> Mail | None:
    with unit_of_work() as session:
        letter = session.get_one(Letter, letter_id)
        if letter.sent_at or letter.dropped_at:
            return None
        notice = notices.notice(session, letter, at=now())
        if notice is None:
            letter.dropped_at = now()
            return None
        link = settings().public_url + _path(session, notice)
    return _written(letter_id, notice, link)


def _path(session: Session, notice: Notice) -> str:
    """A link that may decide is good for one person and one time; any other is only an address."""
    if notice.sign is None:
        return notice.path
    _, token = tickets.issue(session, notice.sign, notice.person, notice.version, at=now())
    return f"/t/{token}"


def _written(letter_id: UUID, notice: Notice, link: str) -> Mail:
    facts = {
        "name": notice.person.name,
        "number": notice.number,
        "asked": notice.asked,
        "due": notice.due,
        "due_day": notice.due_day,
        "left": notice.left,
        "why": notice.why,
        "link": link,
        "hours": str(policy().tickets.hours) if notice.sign else "",
        "hospital": policy().hospital.name,
    }
    said = mail_words.words(notice.words, facts)
    sender = settings().mail_from.partition("@")[2]
    return Mail(
        to_name=notice.person.name,
        to_address=notice.person.mail,
        subject=said.subject,
        text=said.text,
        html=said.html,
        message_id=f"<{letter_id}@{sender}>",
    )
