"""A real mail server takes what the product sends; what it cannot deliver comes back."""

import os
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session, select

from config.settings import settings
from flows import letters as flow
from flows.mailbox import collect_mail
from gateways.clock import now
from models import digests, letters
from models.database import unit_of_work
from models.haste import Haste
from models.letters import Letter, LetterKind
from models.people import Person, find_uid
from models.tasks import TaskKind, open_tasks
from tests.databases import SQLITE_ONLY
from tests.letterbox import kept, text
from tests.office import Letter as Paper
from tests.personas import Cast
from tests.postbox import opensmtpd
from tests.postbox.opensmtpd import MailServer

LOST = "gone@jz1y.example"

pytestmark = [pytest.mark.slow, SQLITE_ONLY]  # one server, one queue, one walk through it


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    if not opensmtpd.PROGRAM.exists() or os.geteuid() != 0:
        pytest.skip("OpenSMTPD is not installed (apt-get install opensmtpd), or this is not root")
    with opensmtpd.running(LOST) as served:
        yield served


@pytest.fixture
def hospital(server: MailServer, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    said = {
        "JIYAO_SMTP_HOST": opensmtpd.HOST,
        "JIYAO_SMTP_PORT": str(server.port),
        "JIYAO_SMTP_TLS": "none",
        "JIYAO_SMTP_TIMEOUT_SECONDS": "30",
        "JIYAO_MAIL_FROM": "jiyao@jz1y.example",
        "JIYAO_MAIL_INBOX": str(server.folder / "jiyao"),
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    return cast


def test_every_kind_of_mail_arrives_as_it_was_meant(hospital: Cast, server: MailServer) -> None:
    paper = Paper(hospital).arrives()
    paper.is_registered()
    paper.is_proposed(due_at=now() + timedelta(days=9))
    sent = [_asked(hospital, paper), _urged(hospital, paper), _digest(hospital, paper)]
    for letter_id in sent:
        flow.send(letter_id)
    came = {mail["Message-ID"][1:37]: mail for mail in server.came("wang", 3)}
    assert came.keys() == {str(letter_id) for letter_id in sent}
    for mail in came.values():
        assert mail["To"].addresses[0].addr_spec == "wang@jz1y.example"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail.get_body(("html",))
        assert paper.now.title not in str(mail)
        assert "http://127.0.0.1:8000/" in text(mail)
    subjects = [came[str(letter_id)]["Subject"] for letter_id in sent]
    assert ("批示" in subjects[0], "催办" in subjects[1], "件" in subjects[2]) == (True, True, True), subjects
    _are_kept([came[str(letter_id)] for letter_id in sent])


def test_what_cannot_be_delivered_comes_back_and_stands_on_its_letter(
    hospital: Cast, server: MailServer
) -> None:
    with unit_of_work() as session:
        wang = find_uid(session, "wang")
        assert wang
        wang.mail = LOST
        session.add(wang)
        letter = letters.write(session, wang, LetterKind.FACTOR_RESET, at=now(), how=Haste.NOW)
        assert letter
    flow.send(letter.id)
    assert kept(letter.id).sent_at
    while not kept(letter.id).bounce:  # its queue may hold what an earlier run left there
        server.came("jiyao")
        collect_mail(now())
    assert kept(letter.id).bounce.startswith("5.")


def _asked(cast: Cast, paper: Paper) -> UUID:
    """To sign, by a link that is good for one person."""
    with unit_of_work() as session:
        (task,) = [one for one in open_tasks(session, paper.id) if one.kind is TaskKind.SIGN]
        return _written(session, cast, LetterKind.ASK, task.id)


def _urged(cast: Cast, paper: Paper) -> UUID:
    with unit_of_work() as session:
        (task,) = [one for one in open_tasks(session, paper.id) if one.kind is TaskKind.SIGN]
        return _written(session, cast, LetterKind.URGE, task.id)


def _digest(cast: Cast, paper: Paper) -> UUID:
    """What waited for the morning leaves as one mail."""
    with unit_of_work() as session:
        (task,) = [one for one in open_tasks(session, paper.id) if one.kind is TaskKind.SIGN]
        wang = session.get_one(Person, cast.id("wang"))
        letters.write(session, wang, LetterKind.ASK, at=now(), how=Haste.MORNING, task_id=task.id)
        digests.make(session, now())
        session.flush()
        made = select(Letter).where(Letter.kind == LetterKind.DIGEST, Letter.person_id == wang.id)
        digest = session.exec(made).one()
        digest.any_hour = True  # the tests run at night too
        return digest.id


def _written(session: Session, cast: Cast, kind: LetterKind, task_id: UUID) -> UUID:
    wang = session.get_one(Person, cast.id("wang"))
    letter = letters.write(session, wang, kind, at=now(), how=Haste.NOW, task_id=task_id)
    assert letter
    return letter.id


def _are_kept(came: list[EmailMessage]) -> None:
    """For the pictures in docs/mail, when somebody asks for them: KEEP_MAILS names the folder."""
    if folder := os.environ.get("KEEP_MAILS"):
        for number, mail in enumerate(came):
            (Path(folder) / f"{number}.eml").write_bytes(mail.as_bytes())
