"""What was due, by plain arithmetic: knows the published holidays, the policy's numbers and the story, not the product."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

CALENDAR = Path(__file__).parents[2] / "config" / "calendar"
DAYS = (-3, -1, 0, 1, 2, 3, 5, 10)  # policy.toml, [reminders]
HEAD_FROM, OFFICE_FROM, LEADER_FROM = 1, 3, 5
ONE = timedelta(days=1)

Slot = tuple[int, str, str, date]  # item, uid, remind or escalate, day


def working_days() -> list[date]:
    """Of the years that are published."""
    days = []
    for file in sorted(CALENDAR.glob("2*.toml")):
        table = tomllib.loads(file.read_text("utf-8"))
        off = {day for one in table["holidays"] for day in _span(one["first"], one["last"])}
        made_up = {day for one in table["holidays"] for day in one.get("work", [])}
        year = table["year"]
        for day in _span(date(year, 1, 1), date(year, 12, 31)):
            if day in made_up or (day.weekday() < 5 and day not in off):
                days.append(day)
    return days


def _span(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE


@dataclass
class Open:
    """A matter that somebody owes: by when, since when, and which days of this deadline were told."""

    due: date
    since: date
    told: set[int] = field(default_factory=set)


@dataclass
class Oracle:
    """``speak``: who speaks for each department.  ``away``: principal, substitute, first and last day."""

    speak: dict[str, list[str]]
    office_head: str
    uncleared: set[str]
    away: list[tuple[str, str, date, date]]
    items: dict[int, tuple[str, str, str, bool]] = field(
        default_factory=dict
    )  # department, handler, leader, open
    matters: dict[int, Open] = field(default_factory=dict)
    told: Counter[Slot] = field(default_factory=Counter)
    days: list[date] = field(default_factory=working_days)

    def __post_init__(self) -> None:
        self.rank = {}
        for number, day in enumerate(self.days):
            self.rank[day] = number

    def opens(self, item: int, since: date, due: date) -> None:
        self.matters[item] = Open(due, since)

    def moves(self, item: int, due: date) -> None:
        self.matters[item] = Open(due, self.matters[item].since)

    def closes(self, item: int) -> None:
        del self.matters[item]

    def morning(self, day: date) -> None:
        if day not in self.rank:
            return
        for item, matter in self.matters.items():
            now, began = self._from(matter.due, day), self._from(matter.due, matter.since)
            new = {slot for slot in DAYS if began < slot <= now} - matter.told
            matter.told |= new
            if new:
                self.told.update(self._readers(item, max(new), day))

    def _from(self, due: date, day: date) -> int:
        """Working days after ``due`` up to ``day``, or the other way round."""
        low, high = min(due, day), max(due, day)
        many = sum(1 for one in self.days[self._first_after(low) :] if one <= high) if low < high else 0
        return many if day >= due else -many

    def _first_after(self, day: date) -> int:
        return self.last_worked(day) + 1

    def last_worked(self, day: date) -> int:
        """The rank of this working day, else of the last one before it."""
        while day not in self.rank:
            day -= ONE
        return self.rank[day]

    def _readers(self, item: int, slot: int, day: date) -> Iterator[Slot]:
        office, handler, leader, public = self.items[item]
        may = {uid for uid in self.speak[office] if public or uid not in self.uncleared}
        stand_in = {
            other
            for uid, other, first, last in self.away
            if uid in self.speak[office] and first <= day <= last and (public or other not in self.uncleared)
        }
        asked = may | stand_in
        alone = slot < HEAD_FROM and handler in may
        for uid in ({handler} | stand_in) if alone else asked:
            yield item, uid, "remind", day
        for uid, since in ((self.office_head, OFFICE_FROM), (leader, LEADER_FROM)):
            if slot >= since and uid not in asked:
                yield item, uid, "escalate", day
