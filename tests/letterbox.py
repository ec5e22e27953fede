"""What was owed and what left: letters, and the mails they became, as the tests read them."""

import re
from email import policy as grammar
from email.message import EmailMessage
from email.parser import BytesParser
from uuid import UUID

from sqlmodel import select

from config.settings import settings
from flows import letters as flow
from gateways.clock import now
from models import letters
from models.database import reading, unit_of_work
from models.letters import LetterKind
from models.people import find_uid
from models.tasks import TaskKind, open_tasks
from tests.office import Letter as Paper
from tests.personas import Cast


def owed_to(uid: str, cast: Cast) -> list[letters.Letter]:
    with reading() as session:
        mine = select(letters.Letter).where(letters.Letter.person_id == cast.id(uid))
        return [one for one in session.exec(mine) if one.sent_at is None and one.dropped_at is None]


def kept(letter_id: UUID) -> letters.Letter:
    with reading() as session:
        return session.get_one(letters.Letter, letter_id)


def mails() -> list[EmailMessage]:
    folder = settings().mail_folder
    files = sorted(folder.iterdir()) if folder.exists() else []
    return [BytesParser(policy=grammar.default).parsebytes(file.read_bytes()) for file in files]


def text(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def sent(letter: letters.Letter) -> EmailMessage:
    flow.send(letter.id)
    (mail,) = [one for one in mails() if one["Message-ID"] == f"<{letter.id}@localhost>"]
    return mail


def token_in(mail: EmailMessage) -> str:
    (token,) = set(re.findall(r"/t/([\w-]+)", text(mail)))
    return token


def remind(uid: str, paper: Paper) -> letters.Letter:
    with unit_of_work() as session:
        (task,) = [one for one in open_tasks(session, paper.id) if one.kind is TaskKind.SIGN]
        return letters.write(session, find_uid(session, uid), LetterKind.REMIND, at=now(), task_id=task.id)
