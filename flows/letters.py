"""发信: one owed letter leaves, neutral and short: a number, what is asked, by when, and a link to sign in at."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from config.catalogue import CHINESE
from config.language import _, listed
from config.policy import policy
from config.settings import settings
from gateways import mail, mail_words
from gateways.clock import now
from gateways.mail import Mail
from models import digests, letters, notices, tickets
from models.database import unit_of_work
from models.digests import Group
from models.letters import Letter, LetterKind
from models.notices import Notice
from models.people import Person


def send(letter_id: UUID) -> None:
    """A mail may go out twice, a signature cannot: file the ticket, send, then note that it was sent.

    Raises Transient or Permanent.  A letter with nothing left to say is dropped.
    """
    prepared = _prepared(letter_id)
    if prepared is None:
        return
    mail.send(prepared)  # no transaction is open while we talk to the mail server
    with unit_of_work() as session:
        letters.note_sent(session, session.get_one(Letter, letter_id), at=now())


def _prepared(letter_id: UUID) -> Mail | None:
    with unit_of_work() as session:
        letter = session.get_one(Letter, letter_id)
        if letter.sent_at or letter.dropped_at or letter.digest_id:
            return None
        if digests.put_off(session, letter, now()):
            return None
        told = _digest(session, letter) if letter.kind is LetterKind.DIGEST else _one(session, letter)
        if told is None:
            letters.drop(session, letter, at=now())
            return None
        return _written(letter, session.get_one(Person, letter.person_id), *told)


Told = tuple[str, Mapping[str, Any]] | None  # which template, and what stands in it


def _one(session: Session, letter: Letter) -> Told:
    notice = notices.notice(session, letter, at=now())
    return (notice.words, _facts(session, notice)) if notice else None


def _digest(session: Session, letter: Letter) -> Told:
    groups = digests.contents(session, letter, now())
    if not groups:
        return None
    said = [_lines(session, group) for group in groups]
    return "digest", {
        "number": "",
        "asked": "",
        "due": "",
        "hours": "",
        "link": settings().public_url + "/",
        "why": "这些事由您办理，或者请您知悉",
        "groups": said,
        "summary": listed(
            (_("{count}件{word}", count=group.count, word=group.word) for group in groups), "，"
        ),
    }


def _lines(session: Session, group: Group) -> dict[str, Any]:
    lines = [_facts(session, notice) for notice in group.notices]
    return {"word": group.word, "count": group.count, "more": group.more, "lines": lines}


def _facts(session: Session, notice: Notice) -> dict[str, Any]:
    return {
        "outcome": notices.OUTCOME.get(notice.words, ""),
        "number": notice.number,
        "asked": notice.asked,
        "due": notice.due,
        "due_day": notice.due_day,
        "left": notice.left,
        "why": notice.why,
        "link": settings().public_url + _path(session, notice),
        "hours": str(policy().tickets.hours) if notice.sign else "",
    }


def _path(session: Session, notice: Notice) -> str:
    """A link that may decide is good for one person and one time; any other is only an address."""
    if notice.sign is None:
        return notice.path
    _, token = tickets.issue(session, notice.sign, notice.person, notice.version, at=now())
    return f"/t/{token}"


def _written(letter: Letter, person: Person, words: str, facts: Mapping[str, Any]) -> Mail:
    said = mail_words.words(
        words, {"name": person.name, "hospital": policy().hospital.name, **facts}, person.language or CHINESE
    )
    return Mail(
        to_name=person.name,
        to_address=person.mail,
        subject=said.subject,
        text=said.text,
        html=said.html,
        message_id=f"<{letter.id}@{settings().mail_from.partition('@')[2]}>",
    )
