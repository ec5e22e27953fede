"""What the house did, held against the oracle: every due slot told once, none missed, none after the matter was done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from gateways.clock import SHANGHAI
from models.assignments import Assignment
from models.database import reading
from models.inbox import Task
from models.initiate import Initiation, Source
from models.letters import Letter, LetterKind
from models.obligations import Occasion
from models.people import Person
from tests.year.oracle import Slot
from tests.year.story import FIRST, Story

TIMED = (LetterKind.REMIND, LetterKind.ESCALATE)


@dataclass(frozen=True)
class Result:
    """``withdrawn``: done before the mail could leave.  ``again``: mails that left, were not noted, and left again."""

    due: int
    told: int
    missed: list[Slot]
    twice: list[Slot]
    undue: list[Slot]
    withdrawn: int
    late: list[UUID]
    mails: int
    again: int
    crowded: list[tuple[UUID, date]]
    reports: int
    reports_due: int

    @property
    def holds(self) -> bool:
        wrong = (self.missed, self.twice, self.undue, self.late, self.crowded)
        return not any(wrong) and self.reports == self.reports_due


def result(story: Story) -> Result:
    with reading() as session:
        written = list(_written(session, story))
        told = Counter(slot for slot, letter in written if letter.sent_at)
        withdrawn = {slot for slot, letter in written if letter.dropped_at and _was_done(story, slot, letter)}
        sent, days = _sent(story), _mail_days(session)
        due = set(story.oracle.told)
        return Result(
            due=len(due),
            told=len(told),
            missed=sorted(due - told.keys() - withdrawn),
            twice=[slot for slot, times in told.items() if times > 1],
            undue=sorted(told.keys() - due),
            withdrawn=len(withdrawn - told.keys()),
            late=[letter.id for slot, letter in written if _came_late(story, slot, letter)],
            mails=len(sent),
            again=sum(times - 1 for times in sent.values()),
            crowded=[one for one, many in days.items() if many > 1],
            reports=_reports(session),
            reports_due=_reports_due(story),
        )


def _written(session: Session, story: Story) -> Iterator[tuple[Slot, Letter]]:
    items = {document: item for item, document in story.acts.matters.items()}
    asked = (
        select(Letter, Person.uid, Assignment.document_id)
        .select_from(Letter)
        .join(Person)
        .join(Task, col(Task.id) == Letter.task_id)
    )
    for letter, uid, document in session.exec(
        asked.join(Assignment, col(Assignment.id) == Task.about).where(col(Letter.kind).in_(TIMED))
    ):
        yield (items[document], uid, letter.kind.value, _day(letter.written_at)), letter


def _was_done(story: Story, slot: Slot, letter: Letter) -> bool:
    closed = story.acts.closed.get(slot[0])
    return closed is not None and letter.dropped_at is not None and closed <= letter.dropped_at


def _came_late(story: Story, slot: Slot, letter: Letter) -> bool:
    """Sent after the matter was done."""
    closed = story.acts.closed.get(slot[0])
    return bool(closed and letter.sent_at and letter.sent_at > closed)


def _sent(story: Story) -> Counter[str]:
    """How often each mail left."""
    lines = story.hosts.sent.read_text().splitlines() if story.hosts.sent.exists() else []
    return Counter(line[:36] for line in lines)


def _mail_days(session: Session) -> Counter[tuple[UUID, date]]:
    """Digests by reader and day: after a stop one, not forty."""
    digests = select(Letter).where(Letter.kind == LetterKind.DIGEST, col(Letter.sent_at).is_not(None))
    return Counter((one.person_id, _day(one.written_at)) for one in session.exec(digests))


def _reports(session: Session) -> int:
    """Cases made by the clock; as many occasions."""
    cases = session.exec(select(func.count()).where(Initiation.source == Source.SCHEDULE)).one()
    occasions = session.exec(select(func.count()).select_from(Occasion)).one()
    return cases if cases == occasions else -1


def _reports_due(story: Story) -> int:
    """By hand: the n-th working day of each month, begun some working days before."""
    days, last = story.oracle.days, max(story.mornings)
    months = sorted({(day.year, day.month) for day in days})
    due = 0
    for one in story.town.reports:
        for month in months:
            day = [each for each in days if (each.year, each.month) == month][one.nth - 1]
            due += day >= FIRST and days[max(0, days.index(day) - one.ahead)] <= last
    return due


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
