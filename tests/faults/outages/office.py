"""An office in the middle of its day: for each of the eight moments a paper waits that has come so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select, update

from flows import errands, timetable
from flows import letters as post
from gateways import clock, engine, vault
from gateways.clock import now
from models.database import reading, unit_of_work
from models.files import FileRole, StoredFile
from models.letters import Letter as Mail
from models.outbox import HAND_OVERS, WORLD
from models.signins import SignIn
from tests.faults.outages.proxy import Wire
from tests.gateways.post_office import PostOffice
from tests.lists import COOLED, approves, is_listed, watches
from tests.office import Letter, prints_owed
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_archive import old_paper

PATIENCE = timedelta(hours=3)  # the longest pause of a mail that was refused for now, and its next


@dataclass
class Office:
    cast: Cast
    browser: Callable[[str | None], Browser]
    post_office: PostOffice
    mail: Wire
    directory: Wire
    prefect: Wire
    later: timedelta = timedelta(0)  # what the clerk's clock has been put on
    new: Letter = field(init=False)
    registered: Letter = field(init=False)
    proposed: Letter = field(init=False)
    signed: Letter = field(init=False)
    old: Letter = field(init=False)
    order: UUID = field(init=False)
    form: UUID = field(init=False)

    def opens(self) -> None:
        cast = self.cast
        for who in (None, "lin", "chen", "wang", "ma"):
            self._of(who)
        self.new = Letter(cast).arrives()
        self.registered, self.proposed, self.signed = (Letter(cast).arrives() for _ in range(3))
        for letter in (self.registered, self.proposed, self.signed):
            letter.is_registered()
        self.proposed.is_proposed()
        self.signed.is_proposed(leaders=[cast.id("wang")], readers=[cast.id("sun")])
        self.signed.is_signed("wang")
        self.old = old_paper(cast)
        old = {"name": "old.txt", "media_type": "text/plain", "role": FileRole.ORIGINAL, "at": now()}
        with unit_of_work() as session:
            vault.seal(session, self.old.id, b"old", **old)
        self.order = is_listed(cast, self.old)
        approves(cast, self.order, at=now() - COOLED - timedelta(days=1))
        watches(cast, self.order, "sun", at=now())
        prints_owed()
        self.form = self._form_of(self.proposed)
        timetable.WATCH.believes(clock.now())
        self.catches_up()

    def _form_of(self, letter: Letter) -> UUID:
        forms = select(StoredFile.id).where(StoredFile.owner == letter.id, StoredFile.role == FileRole.FORM)
        with reading() as session:
            return session.exec(forms).first()

    def sends(self, who: str | None, path: str, files: Any = None, **said: Any) -> Any:
        browser = self._of(who)
        return browser.client.post(path, data={"csrf": browser.csrf} | said, files=files)

    def looks(self, who: str | None, path: str) -> Any:
        return self._of(who).client.get(path)

    def is_looked_at_again(self) -> None:
        """Everybody last clicked minutes ago, so the next look renews the session."""
        with unit_of_work() as session:
            session.exec(update(SignIn).values(seen_at=now() - timedelta(minutes=5)))

    def _of(self, who: str | None) -> Browser:
        browser = self.browser(who)
        browser.client._transport.raise_server_exceptions = (
            False  # as a server: a fault is answered, not raised
        )
        return browser

    def clerk_works(self) -> None:
        """Whatever is due, as flows.clerk does it without the run around it; what stops the clerk stops it here."""
        try:
            while engine.healthy() and (taken := errands.claim((*HAND_OVERS, *WORLD), most=50)):
                errands.do(taken)
        except SQLAlchemyError:
            return  # it tries again in a second

    def catches_up(self) -> None:
        """Nobody lifts a hand: the clock goes on and the clerk with it."""
        end = self.later + PATIENCE
        while self.later < end:
            self.later += timedelta(minutes=10)
            self.clerk_works()

    def clerks_now(self) -> datetime:
        return now() + self.later

    def unsent(self) -> list[UUID]:
        left = select(Mail.id).where(col(Mail.sent_at).is_(None), col(Mail.dropped_at).is_(None))
        with reading() as session:
            return list(session.exec(left.where(col(Mail.digest_id).is_(None))))


def goes_by_its_own_clock(office: Office, monkeypatch: Any) -> None:
    for module in (errands, post):
        monkeypatch.setattr(module, "now", office.clerks_now)
