"""每日摘要: what waits for one person leaves as one mail, in the morning or when too many would leave together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from config.language import _
from config.policy import policy
from models import delegations, haste, notices, outbox
from models.inbox import Task, waiting_for
from models.letters import Letter, LetterKind
from models.notices import Notice
from models.outbox import NotYet, Topic
from models.people import Me, Person
from models.tasks import TaskKind
from models.values import local_day
from models.workdays import due_on

HELD_UP = timedelta(minutes=10)  # so long after it was written, a mail looks at the clock again
MOST = 200  # tasks looked at for one mail
SHOWN = 20  # lines in each group

OVERDUE, TODAY, URGED, NEW, TO_READ, SOON, ABOVE, TOLD = (
    *(_("已超期"), _("今日到期"), _("被催办"), _("新到"), _("待阅")),
    *(_("即将到期"), _("请您督促"), _("知会")),
)
GROUPS = (OVERDUE, TODAY, URGED, NEW, TO_READ, SOON, ABOVE, TOLD)
BY_KIND = {LetterKind.URGE: URGED, LetterKind.REMIND: SOON, LetterKind.ESCALATE: ABOVE}


@dataclass(frozen=True)
class Group:
    """The first lines under one heading, and how many more there are."""

    word: str
    notices: list[Notice]
    more: int

    @property
    def count(self) -> int:
        return len(self.notices) + self.more


def make(session: Session, at: datetime) -> None:
    """One digest for everybody for whom something waits."""
    waiting = select(Letter.person_id).where(*_free(), col(Letter.waits)).distinct()
    for person_id in session.exec(waiting).all():
        kept = select(Letter).where(*_free(), col(Letter.waits), Letter.person_id == person_id)
        _bundle(session, person_id, session.exec(kept.with_for_update()), at)


def put_off(session: Session, letter: Letter, at: datetime) -> bool:
    """Whether a mail whose turn has come waits for the digest, or leaves together with others of its reader.

    Raises NotYet for a digest that was held up until the night: it stays the same mail, for it may have left before.
    """
    if letter.any_hour or not policy().mail.digest:
        return False
    if letter.kind is LetterKind.DIGEST:
        _wait_for_the_morning(at)
        return False
    if at - letter.written_at > HELD_UP and haste.is_quiet(at):
        letter.waits = True
        return True
    at_once = (*_free(), ~col(Letter.waits), ~col(Letter.any_hour))
    beside = select(Letter).where(*at_once, Letter.person_id == letter.person_id)
    ready = session.exec(beside.with_for_update()).all()
    if len(ready) < policy().mail.together:
        return False
    _bundle(session, letter.person_id, ready, at)
    return True


def _wait_for_the_morning(at: datetime) -> None:
    if haste.is_quiet(at):
        raise NotYet(haste.wakes(at))


def contents(session: Session, digest: Letter, at: datetime) -> list[Group]:
    """What there is to say, by urgency; what is done by now is dropped, and without anything new there is nothing."""
    reader = delegations.at_work(session, session.get_one(Person, digest.person_id), at)
    gathered = session.exec(
        select(Letter).where(Letter.digest_id == digest.id, col(Letter.sent_at).is_(None))
    )
    found: dict[str, dict[str, Notice]] = {word: {} for word in GROUPS}
    for letter in sorted(gathered, key=lambda one: (one.kind is not LetterKind.URGE, one.written_at)):
        if told := notices.notice(session, letter, at=at):
            _put(found, BY_KIND.get(letter.kind, NEW if letter.task_id else TOLD), told)
        else:
            letter.dropped_at = at
    if any(found.values()):
        for task in _pressing(session, reader, at):
            if told := notices.of_waiting(session, task, reader, at):
                _put(found, TODAY, told)
    return [_group(word, list(said.values())) for word, said in found.items() if said]


def _put(found: dict[str, dict[str, Notice]], word: str, told: Notice) -> None:
    """Each thing once: an overdue one is overdue, whatever else was to be said of it."""
    if word is not ABOVE and told.task:
        word = OVERDUE if told.late else TODAY if told.today else TO_READ if _is_read(told) else word
    if all(told.key not in said for said in found.values()):
        found[word][told.key] = told


def _is_read(told: Notice) -> bool:
    return told.task is not None and told.task.kind in (TaskKind.READ, TaskKind.SEE)


def _group(word: str, said: list[Notice]) -> Group:
    return Group(word, said[:SHOWN], len(said[SHOWN:]))


def _pressing(session: Session, reader: Me, at: datetime) -> Iterable[Task]:
    """What is overdue or due today, the most overdue first."""
    worth = (col(Task.kind).in_(policy().mail.ask_for), col(Task.due_at) <= due_on(local_day(at)))
    found = select(Task).where(waiting_for(reader), *worth).order_by(col(Task.due_at)).limit(MOST)
    return session.exec(found)


def _free() -> tuple[ColumnElement[bool], ...]:
    """Neither sent nor dropped nor gathered."""
    return (
        col(Letter.sent_at).is_(None),
        col(Letter.dropped_at).is_(None),
        col(Letter.digest_id).is_(None),
        col(Letter.kind) != LetterKind.DIGEST,
    )


def _bundle(session: Session, person_id: UUID, gathered: Iterable[Letter], at: datetime) -> None:
    digest = Letter(kind=LetterKind.DIGEST, person_id=person_id, written_at=at)
    session.add(digest)
    for letter in gathered:
        letter.digest_id = digest.id
        session.add(letter)
    outbox.owe(session, Topic.LETTER, digest.id, at=at)
