"""流转经过: who had it when — every wait as a bar in its owner's lane, every ledger line as a beat.  Facts only."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate
from uuid import UUID

from sqlmodel import Session, col, select

from config.language import each
from models import ledger
from models.callings import called, names
from models.document import Document
from models.ledger import Entry
from models.people import to_person
from models.readings import Reading, went_out
from models.tasks import Task

ENGINE = "engine"  # the lane of what nobody clicked


class End(StrEnum):
    """How a bar ended."""

    DONE = "done"
    DROPPED = "dropped"
    OPEN = "open"
    HELD = "held"

    @property
    def label(self) -> str:
        return each({"done": "已办", "dropped": "未办而止", "open": "待办", "held": "持有纸质件"})[self.value]


@dataclass(frozen=True)
class Beat:
    """One ledger line, or ``many`` of one word in a row; ``lanes`` are those it is marked in."""

    number: int
    word: str
    who: str
    at: datetime
    lanes: tuple[str, ...]
    many: int = 1


@dataclass(frozen=True)
class Bar:
    """One wait.  ``first`` and ``last`` count beats from 0; ``last`` is None while it goes on."""

    lane: str
    word: str
    since: datetime
    until: datetime | None
    first: int
    last: int | None
    end: End
    by: str = ""


@dataclass(frozen=True)
class Story:
    """What a picture needs: the lanes in the order they came in, key to name, and all that lies in them."""

    label: str
    lanes: dict[str, str]
    beats: list[Beat]
    bars: list[Bar]
    at: datetime


def story(session: Session, document: Document, *, at: datetime) -> Story:
    """Everything that waited and everything that was told of one document, up to ``at``."""
    lines = ledger.lines_of(session, document.id)
    asked = select(Task).where(Task.subject == document.id).order_by(col(Task.opened_at), col(Task.id))
    waits, held = list(session.exec(asked)), went_out(session, document.id)
    people = names(session, [*(one.closed_by for one in waits), *(one.reader_id for one in held)])
    clock = list(accumulate((line.at for line in lines), max))
    beats = _beats(lines, waits)
    bars = [_wait(one, clock, people) for one in waits] + [_copy(one, clock) for one in held]
    keys = [(beat.at, lane) for beat in beats for lane in beat.lanes] + [
        (bar.since, bar.lane) for bar in bars
    ]
    came = dict.fromkeys(lane for _, lane in sorted(keys, key=lambda one: one[0]))
    return Story(document.label, called(session, came), beats, bars, at)


def _beats(lines: Sequence[Entry], waits: Sequence[Task]) -> list[Beat]:
    """A line stands in the lane of the wait that it answered, else where its author is at home."""
    answered: dict[tuple[UUID | None, datetime | None], list[str]] = {}
    home: dict[UUID | None, str] = {}
    for one in waits:
        answered.setdefault((one.closed_by, one.closed_at), []).append(one.hat)
        home.setdefault(one.closed_by, one.hat)
    return [
        Beat(line.line, line.move.label, line.by_name, line.at, tuple(_lanes(line, answered, home)))
        for line in lines
    ]


def _lanes(
    line: Entry,
    answered: dict[tuple[UUID | None, datetime | None], list[str]],
    home: dict[UUID | None, str],
) -> list[str]:
    if line.by is None:
        return [ENGINE]
    own = home.get(line.by, to_person(line.by))
    return list(dict.fromkeys(answered.get((line.by, line.at), [own])))


def _wait(task: Task, clock: list[datetime], people: dict[UUID, str]) -> Bar:
    first = max(bisect_right(clock, task.opened_at) - 1, 0)
    last = _told(clock, task.closed_at) if task.closed_at else None
    by = people.get(task.closed_by, "") if task.closed_by else ""
    end = End.OPEN if last is None else End.DONE if task.closed_by else End.DROPPED
    return Bar(
        task.hat,
        task.kind.label,
        task.opened_at,
        task.closed_at,
        first,
        None if last is None else max(first, last),
        end,
        by,
    )


def _copy(reading: Reading, clock: list[datetime]) -> Bar:
    """The paper in a reader's hands."""
    out, back = reading.out_at, reading.back_at
    assert out is not None
    first, last = _told(clock, out), _told(clock, back) if back else None
    return Bar(to_person(reading.reader_id), End.HELD.label, out, back, first, last, End.HELD)


def _told(clock: list[datetime], moment: datetime) -> int:
    """The line written at this very moment, else the last one before it."""
    place = bisect_left(clock, moment)
    return place if place < len(clock) and clock[place] == moment else max(place - 1, 0)
