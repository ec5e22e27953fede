"""信封: the bytes of a mail, read again before they leave: the planned headers and one recipient, nothing else."""

import re
import unicodedata
from dataclasses import dataclass
from email import policy as grammar
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime

from config.policy import policy
from config.settings import settings
from gateways.clock import now
from gateways.errors import Permanent
from models.errors import Malformed
from models.words import mail_address

MESSAGE_ID = re.compile(r"<[A-Za-z0-9.\-]{1,64}@[A-Za-z0-9.\-]{1,200}>")
LONGEST_HEADER = 300
# Controls, invisible formatting, halves of characters, and what Python takes for the end of a line.
NOT_IN_A_HEADER = {"Cc", "Cf", "Cs", "Zl", "Zp"}
MACHINE_MADE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True)
class Mail:
    """One mail to one person.  ``message_id`` stays the same when it is sent again."""

    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    message_id: str


def write(mail: Mail) -> bytes:
    """Raises Permanent: ``mail-address``, ``mail-header``, or ``mail-changed`` when the bytes say something else.

    Python before 3.12.5 writes a line break out of an encoded word in a header (CVE-2024-6923).
    """
    message = _composed(mail)
    content = message.as_bytes(policy=grammar.SMTP)
    again = BytesParser(policy=grammar.default).parsebytes(content)
    if _envelope(again) != (message.keys(), *_planned(mail)):
        raise Permanent("mail-changed")
    return content


def _composed(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address(_header(policy().hospital.name), addr_spec=settings().mail_from)
    message["To"] = Address(_header(mail.to_name), addr_spec=_address(mail.to_address))
    message["Subject"] = _header(mail.subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = _message_id(mail.message_id)
    if settings().mail_reply_to:
        message["Reply-To"] = Address(addr_spec=settings().mail_reply_to)
    for name, value in MACHINE_MADE.items():
        message[name] = value
    message.set_content(mail.text, cte="base64")
    message.add_alternative(mail.html, subtype="html", cte="base64")
    return message


def _envelope(message: EmailMessage) -> tuple[list[str], list[str], list[str], str, str]:
    """The names of all headers, who sends, who receives, what about, under which id."""
    senders = [address.addr_spec for address in message["From"].addresses]
    receivers = [address.addr_spec for address in message["To"].addresses]
    return message.keys(), senders, receivers, str(message["Subject"]), str(message["Message-ID"])


def _planned(mail: Mail) -> tuple[list[str], list[str], str, str]:
    return [settings().mail_from], [mail.to_address], mail.subject, mail.message_id


def _header(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_HEADER or "=?" in text:
        raise Permanent("mail-header")
    if any(unicodedata.category(one) in NOT_IN_A_HEADER for one in text):
        raise Permanent("mail-header")
    return text


def _address(text: str) -> str:
    try:
        if mail_address(text) == text:
            return text
    except Malformed:
        raise Permanent("mail-address") from None
    raise Permanent("mail-address")


def _message_id(text: str) -> str:
    if not MESSAGE_ID.fullmatch(text):
        raise Permanent("mail-header")
    return text
