"""回信: what came back to the address that our mails are sent from: a bounce, somebody's reply, or neither."""

import re
from dataclasses import dataclass
from email import policy as grammar
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from uuid import UUID

from config.settings import settings

MOST = 262_144  # bytes that are looked at; what a reply says is not our business
OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^>\s]+)>")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
MADE_BY_MACHINES = ("list-id", "x-autoreply", "x-autorespond", "x-auto-response-suppress")


@dataclass(frozen=True)
class Bounce:
    """A mail server gave one of our letters up.  ``status`` as RFC 3463 has it, such as 5.1.1; of its words none."""

    letter_id: UUID
    status: str


@dataclass(frozen=True)
class Reply:
    """Somebody answered; only who is read, never what."""

    address: str


def read(content: bytes) -> Bounce | Reply | None:
    """None for what needs no answer: out-of-office notes, lists, delays, reports about mails that are not ours."""
    message = BytesParser(policy=grammar.default).parsebytes(content[:MOST])
    parts = list(message.walk())
    if message.get_content_type() == "multipart/report" or _reports(parts):  # OpenSMTPD says multipart/mixed
        return _bounce(parts)
    if _is_a_machine(message):
        return None
    address = parseaddr(str(message.get("From", "")))[1].lower()
    return Reply(address) if "@" in address and address != settings().mail_from.lower() else None


def _reports(parts: list[EmailMessage]) -> list[EmailMessage]:
    return [part for part in parts if part.get_content_type() == "message/delivery-status"]


def _bounce(parts: list[EmailMessage]) -> Bounce | None:
    """RFC 3464: the report names the status, the returned mail or its headers the letter."""
    fields = [field for report in _reports(parts) for field in report.iter_parts()]
    failed = [field for field in fields if str(field.get("Action", "")).strip().lower() == "failed"]
    letter = _letter_in(parts)
    if not failed or letter is None:
        return None
    found = STATUS.search(str(failed[0].get("Status", "")))
    return Bounce(letter, found[1] if found else "5.0.0")


def _letter_in(parts: list[EmailMessage]) -> UUID | None:
    """The id in the returned mail, as a whole or its headers alone; the id of the report is not it."""
    returned = [str(part.get("Message-ID", "")) for part in parts[1:]]
    headers = [part for part in parts if part.get_content_type() == "text/rfc822-headers"]
    for text in (*returned, *(str(part.get_content()) for part in headers)):
        for local, domain in OURS.findall(text):
            if domain.lower() == settings().mail_from.partition("@")[2].lower():
                return UUID(local)
    return None


def _is_a_machine(message: EmailMessage) -> bool:
    automatic = str(message.get("Auto-Submitted", "no")).strip().lower() != "no"
    bulk = str(message.get("Precedence", "")).strip().lower() in ("bulk", "junk", "list", "auto_reply")
    nobody = str(message.get("Return-Path", "")).strip() == "<>"
    return automatic or bulk or nobody or any(name in message for name in MADE_BY_MACHINES)
