"""存证: the signed head leaves the house, into the file and to whoever audits."""

from collections.abc import Iterator
from uuid import UUID

from config.catalogue import CHINESE
from config.language import _
from config.policy import policy
from config.settings import settings
from gateways import anchor_file, mail, mail_words
from gateways.mail import Mail
from models import anchors
from models.anchors import Anchor
from models.database import reading
from models.people import Person, Role, holders


def publish(subject: UUID) -> None:
    """File first, and with it whatever an outage kept back; then the mails.  Twice does no harm.

    Raises Transient or Permanent.
    """
    with reading() as session:
        anchor = session.get_one(Anchor, subject.int)
        owed = anchors.beyond(session, anchor_file.last_number())
        auditors = [person for person in holders(session, Role.AUDITOR) if person.mail]
    anchor_file.add([one.head for one in owed])
    for letter in _letters(anchor, auditors):
        mail.send(letter)


def _letters(anchor: Anchor, auditors: list[Person]) -> Iterator[Mail]:
    facts = {
        "number": _("第{anchor}号", anchor=anchor.number),
        "head": anchor.head,
        "asked": _("留存"),
        "due": "",
        "left": "",
        "why": _("您是安全审计员"),
        "link": f"{settings().public_url}/audit",
        "hours": "",
        "hospital": policy().hospital.name,
    }
    sender = settings().mail_from.partition("@")[2]
    for person in auditors:
        said = mail_words.words("anchor", facts | {"name": person.name}, person.language or CHINESE)
        yield Mail(
            to_name=person.name,
            to_address=person.mail,
            subject=said.subject,
            text=said.text,
            html=said.html,
            message_id=f"<anchor-{anchor.number}-{person.id}@{sender}>",
        )
