"""How a case is steered and carried out, as verbs: mixed into tests.office.Letter."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select

from flows import lifecycle
from gateways.clock import now
from models import assignments, hand_over, ledger, steering, subwork, supervise, suspend, tasks
from models.database import reading, unit_of_work
from models.document import Document
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.people import Me, Person
from models.tasks import open_tasks
from models.values import Level
from models.workdays import due_on
from tests.personas import Cast, in_days

MONDAY = due_on(date(2026, 11, 23)) - timedelta(hours=7)  # at half past ten


class Casework:
    """Everything here is one act in its own transaction, after which the engine runs."""

    cast: Cast
    id: UUID
    act: Callable[[Any], Any]
    who: Callable[[str], Me]

    def is_suspended(
        self, by: str = "lin", until: datetime | None = None, why: str = "等候省里细则。", at: Any = None
    ) -> None:
        until = until or in_days(10)
        self.act(lambda s, d: suspend.suspend(s, d, until, why, by=self.who(by), at=at or now()))

    def is_resumed(self, by: str = "lin", at: Any = None) -> None:
        self.act(lambda s, d: suspend.resume(s, d, by=self.who(by), at=at or now()))

    def is_closed_specially(
        self, by: str = "chen", authority: str = "zhou", why: str = "来文单位已撤回。"
    ) -> None:
        leader = self.cast.id(authority)
        self.act(lambda s, d: steering.close_specially(s, d, leader, why, by=self.who(by), at=now()))

    def is_reopened(self, by: str = "chen", why: str = "来文单位要求补充办理。") -> None:
        self.act(lambda s, d: steering.reopen(s, d, why, by=self.who(by), at=now()))

    def is_assisted(self, by: str = "qian", words: str = "已完成培训。") -> None:
        self.act(lambda s, d: supervise.assist(s, d, words, by=self.who(by), at=now()))

    def is_handed_on(
        self, by: str = "zhao", office: str = "XXZ", why: str = "属信息化事项。", of: str = ""
    ) -> None:
        """The assignment of ``of``, else of the lead, goes to another department."""
        with reading() as session:
            given = assignments.assignments(session, self.id)
        old = next(one.id for one in given if one.office_code == of or (not of and one.leads))
        self.act(lambda s, d: hand_over.hand_over(s, d, old, office, why, by=self.who(by), at=now()))

    def is_read_by_another(self, by: str, to: str, why: str = "下乡支援。") -> None:
        colleague = self.cast.id(to)
        self.act(lambda s, d: hand_over.hand_reading_over(s, d, colleague, why, by=self.who(by), at=now()))

    def asks(
        self,
        *uids: str,
        by: str = "zhao",
        matter: str = "请核对床位数。",
        days: int = 2,
        in_order: bool = False,
    ) -> UUID:
        """立子事项."""
        people = [self.cast.id(uid) for uid in uids]
        due = in_days(days)
        return self.act(
            lambda s, d: (
                subwork.open_sub_case(
                    s, d, matter, people, due, in_order=in_order, by=self.who(by), at=now()
                ).id
            )
        )

    def is_answered_by(self, by: str, words: str = "床位数无误。", returned: bool = False) -> None:
        with reading() as session:
            waiting = tasks.open_tasks(session, self.id)
        mine = self.who(by).hats
        about = [one.about for one in waiting if one.kind.value == "answer" and one.hat in mine]
        others = [one.about for one in waiting if one.kind.value == "answer"]
        which = (about or others or [self.id])[0]
        self.act(
            lambda s, d: subwork.answer(s, d, which, words, returned=returned, by=self.who(by), at=now())
        )

    def is_asked_no_more(self, sub: UUID, by: str = "zhao", why: str = "另行了解。") -> None:
        self.act(lambda s, d: subwork.close_sub_case(s, d, sub, why, by=self.who(by), at=now()))

    def is_settled(self) -> bool:
        """What is open is what is owed, and the engine, run again, changes nothing."""
        before = self._standing()
        lifecycle.carry(self.id)
        assert self._standing() == before
        with unit_of_work() as session:
            document = session.get_one(Document, self.id)
            owed = lifecycle.owed_for(session, document, at=now())
        assert owed is not None
        assert sorted((one.kind, one.hat, one.about, one.due_at) for one in owed) == before[1:]
        return True

    def _standing(self) -> list[Any]:
        with reading() as session:
            waiting = tasks.open_tasks(session, self.id)
            line = session.get_one(Document, self.id).line
        return [line, *sorted((one.kind, one.hat, one.about, one.due_at) for one in waiting)]


def due_of(letter: Casework, kind: str) -> datetime | None:
    with reading() as session:
        return next(one.due_at for one in open_tasks(session, letter.id) if one.kind.value == kind)


def why_of(letter: Casework, move: str) -> str:
    """What the ledger says beside the newest line of this word."""
    with reading() as session:
        return next(
            one.why for one in reversed(ledger.lines_of(session, letter.id)) if one.move.label == move
        )


def mails(kind: LetterKind) -> set[str]:
    """Who has a letter of this kind to get, by account."""
    with reading() as session:
        written = session.exec(select(Mail).where(Mail.kind == kind)).all()
        return {session.get_one(Person, one.person_id).uid for one in written}


def is_uncleared(letter: Casework, cast: Cast, uid: str) -> None:
    letter.act(lambda s, _d: setattr(s.get_one(Person, cast.id(uid)), "clearance", Level.PUBLIC))
