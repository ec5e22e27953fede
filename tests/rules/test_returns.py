"""What comes back: bounces stand on their letter, a reply is answered with a pointer once a day and decides nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from config.settings import settings
from flows import letters as flow
from flows.mailbox import collect_mail
from gateways.clock import now
from models import letters
from models.database import reading, unit_of_work
from models.haste import Haste
from models.letters import Letter, LetterKind
from models.people import find_uid
from tests.letterbox import kept, mails, text
from tests.personas import Cast

# As postfix writes it: the report, and the headers of the mail that came back.
DSN = """Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-Id: <20261123012345.ABCDEF@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 23 Nov 2026 09:23:45 +0800

Final-Recipient: rfc822; wang@jz1y.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <wang@jz1y.example>: user unknown

--b1
Content-Type: {kind}

From: jiyao@localhost
To: wang@jz1y.example
Message-ID: <{letter}@{domain}>

--b1--
"""
REPLY = "From: 王建国 <{who}>\nTo: jiyao@localhost\nSubject: Re: x\nMIME-Version: 1.0\n{more}\n同意。\n"


@pytest.fixture
def inbox(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Maildir"
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    monkeypatch.setenv("JIYAO_MAIL_INBOX", str(folder))
    settings.cache_clear()
    return folder


@pytest.fixture
def sent(cast: Cast) -> Letter:
    with unit_of_work() as session:
        wang = find_uid(session, "wang")
        letter = letters.write(session, wang, LetterKind.FACTOR_RESET, at=now(), how=Haste.NOW)
    flow.send(letter.id)
    return letter


def comes(inbox: Path, words: str) -> None:
    name = f"{len(list(inbox.rglob('*.mx')))}.mx"
    (inbox / "new" / name).write_text(words, "utf-8")
    collect_mail(now())
    assert list((inbox / "new").iterdir()) == []


def dsn(letter: Letter, **said: str) -> str:
    usual = {"action": "failed", "status": "5.1.1", "kind": "text/rfc822-headers", "domain": "localhost"}
    return DSN.format(letter=letter.id, **usual | said)


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_bounce_stands_on_its_letter_once_and_in_a_safe_word(inbox: Path, sent: Letter, kind: str) -> None:
    comes(inbox, dsn(sent, kind=kind))
    first = kept(sent.id)
    assert (first.bounce, bool(first.bounced_at)) == ("5.1.1", True)
    comes(inbox, dsn(sent, kind=kind))
    assert kept(sent.id).bounced_at == first.bounced_at
    assert len(mails()) == 1, "nobody answers a machine"


@pytest.mark.parametrize(
    "said",
    [{"action": "delayed", "status": "4.4.1"}, {"domain": "elsewhere.example"}, {"action": "delivered"}],
)
def test_a_delay_and_a_report_about_no_mail_of_ours_change_nothing(inbox, sent, said):
    comes(inbox, dsn(sent, **said))
    assert kept(sent.id).bounced_at is None


def test_a_report_about_a_letter_that_never_left_changes_nothing(inbox: Path, sent: Letter) -> None:
    with unit_of_work() as session:
        session.get_one(Letter, sent.id).sent_at = None
    comes(inbox, dsn(sent))
    assert kept(sent.id).bounced_at is None


def pointers() -> list[Letter]:
    with reading() as session:
        return list(session.exec(select(Letter).where(Letter.kind == LetterKind.POINTER)))


def test_a_reply_is_answered_with_a_pointer_once_a_day(inbox: Path, cast: Cast) -> None:
    comes(inbox, REPLY.format(who="Wang@jz1y.example", more=""))
    comes(inbox, REPLY.format(who="wang@jz1y.example", more=""))
    (pointer,) = pointers()
    flow.send(pointer.id)
    (mail,) = mails()
    assert mail["Subject"] == "【说明】邮件回复不能办理公文"
    assert "回信也不算办理" in text(mail)
    assert "同意" not in text(mail)
    with unit_of_work() as session:
        session.get_one(Letter, pointer.id).written_at -= timedelta(days=1, minutes=1)
    comes(inbox, REPLY.format(who="wang@jz1y.example", more=""))
    assert len(pointers()) == 2


@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("stranger@else.example", ""),
        ("jiyao@localhost", ""),
        ("wang@jz1y.example", "Auto-Submitted: auto-replied\n"),
        ("wang@jz1y.example", "Precedence: bulk\n"),
        ("wang@jz1y.example", "List-Id: <all.jz1y.example>\n"),
        ("wang@jz1y.example", "Return-Path: <>\n"),
    ],
)
def test_strangers_and_machines_hear_nothing(inbox: Path, who: str, more: str) -> None:
    comes(inbox, REPLY.format(who=who, more=more))
    assert pointers() == []


def test_bytes_that_are_no_mail_are_put_away(inbox: Path) -> None:
    comes(inbox, "\x00\xff\nContent-Type: multipart/report; boundary=\n\n--")
    assert pointers() == []


def test_a_reply_goes_where_the_house_wants_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIYAO_MAIL_REPLY_TO", "secretaries@jz1y.example")
    settings.cache_clear()
    with unit_of_work() as session:
        wang = find_uid(session, "wang")
        letter = letters.write(session, wang, LetterKind.FACTOR_RESET, at=now(), how=Haste.NOW)
    flow.send(letter.id)
    (mail,) = mails()
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("secretaries@jz1y.example", "auto-generated")
