"""看着: what the engine did meanwhile: its runs as Prefect has them, its forms in the vault, its mails in the folder."""

import time
from collections.abc import Callable
from datetime import datetime
from email import policy as grammar
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Event
from uuid import UUID

import httpx
from sqlmodel import col, func, or_, select

from api.cli.walk.browser import Stuck
from config.settings import settings
from gateways import engine
from gateways.clock import now
from models.database import reading
from models.files import StoredFile
from models.inbox import Task
from models.letters import Letter
from models.outbox import GRACE, Errand
from models.prints import PrintJob

PAGES_SECONDS = 180  # on a machine that is busy with something else
ENGINE_SECONDS = 240  # its first start makes its database
WORK_SECONDS = 120
GLANCE_SECONDS = 0.2


class Watch:
    """Counts from the moment it was made."""

    def __init__(self, stop: Event) -> None:
        self._stop, self._since = stop, now()
        self._mails_before = set(_mail_folder())
        self._runs_told: set[str] = set()
        self._forms_told: set[UUID] = set()

    def everything_is_up(self) -> None:
        """Raises Stuck."""
        self._until(_pages_answer, PAGES_SECONDS, "网页没有就绪，请看 logs/web.log")
        self._until(engine.healthy, ENGINE_SECONDS, "流转引擎没有就绪，请看 logs/engine.log")

    def all_is_done(self) -> None:
        """Waits until nothing is owed to the engine, the printer or the post.  Raises Stuck."""
        self._until(_nothing_owed, WORK_SECONDS, "还有事情没有办完，请看 logs/clerk.log")

    def new_runs(self) -> list[str]:
        """The names of the runs that were not told yet."""
        names = [name for name in self.runs() if name not in self._runs_told]
        self._runs_told.update(names)
        return names

    def runs(self) -> list[str]:
        """One name for every run, from Prefect's own records; a document has one run for each hand-over."""
        told = engine.environment(settings())
        user, _, password = told["PREFECT_API_AUTH_STRING"].partition(":")
        answer = httpx.post(
            f"{told['PREFECT_API_URL']}/flow_runs/filter",
            json={"flow_runs": {"start_time": {"after_": self._since.isoformat()}}, "limit": 200},
            auth=(user, password),
            trust_env=False,
        )
        answer.raise_for_status()
        return [f"{run['name']} {run['id']}" for run in sorted(answer.json(), key=_started)]

    def new_forms(self, *owners: UUID) -> list[str]:
        """The file names of the forms that were not told yet."""
        fresh = [form for form in self.forms(*owners) if form.id not in self._forms_told]
        self._forms_told.update(form.id for form in fresh)
        return [form.name for form in fresh]

    def forms(self, *owners: UUID) -> list[StoredFile]:
        """What was printed and sealed for a document and its destruction list."""
        printed = select(StoredFile).join(PrintJob, col(PrintJob.file_id) == StoredFile.id)
        with reading() as session:
            theirs = printed.where(col(PrintJob.owner).in_(owners)).order_by(col(StoredFile.sealed_at))
            return list(session.exec(theirs))

    def mails(self) -> list[Path]:
        return sorted(set(_mail_folder()) - self._mails_before)

    def mails_about(self, *owners: UUID) -> list[Path]:
        """Others' reminders and the morning's digests leave in the same minutes."""
        told_of = or_(col(Letter.document_id).in_(owners), col(Task.subject).in_(owners))
        about = select(Letter.id).outerjoin(Task, col(Task.id) == Letter.task_id).where(told_of)
        with reading() as session:
            theirs = {str(one) for one in session.exec(about)}
        return [mail for mail in self.mails() if mail.stem in theirs]

    def mail_to(self, address: str) -> EmailMessage:
        """The newest one.  Raises Stuck."""
        letters = [BytesParser(policy=grammar.default).parsebytes(path.read_bytes()) for path in self.mails()]
        theirs = [one for one in letters if address in str(one["To"])]
        if not theirs:
            raise Stuck(f"没有寄给 {address} 的信")
        return max(theirs, key=_sent)

    def _until(self, done: Callable[[], bool], seconds: float, otherwise: str) -> None:
        until = time.monotonic() + seconds
        while not done():
            if time.monotonic() > until or self._stop.wait(GLANCE_SECONDS):
                raise Stuck(otherwise)


def _pages_answer() -> bool:
    try:
        return httpx.get(f"{settings().public_url}/health/live", trust_env=False).is_success
    except httpx.TransportError:
        return False


def _nothing_owed() -> bool:
    owed = select(func.count()).select_from(Errand)
    with reading() as session:
        return (
            session.exec(
                owed.where(
                    col(Errand.done_at).is_(None),
                    col(Errand.dead_at).is_(None),
                    Errand.due_at <= now() + GRACE,
                )
            ).one()
            == 0
        )


def _mail_folder() -> list[Path]:
    return list(settings().mail_folder.glob("*.eml"))


def _started(run: dict[str, str]) -> str:
    return run["start_time"] or ""


def _sent(mail: EmailMessage) -> datetime:
    return parsedate_to_datetime(str(mail["Date"]))
