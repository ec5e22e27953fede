"""编号簿: every counter that gives numbers in the office: the last one, the next one, the void ones, and no gap.

Read only: a number comes from its counter inside the act that needs it, never from a hand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from config.language import _
from config.policy import policy
from models.assignments import Assignment
from models.carriers import Carrier
from models.document import Counter
from models.holdings import ArchiveEntry
from models.numbers import ArchiveCode, ReceiptNumber
from models.orders import DestructionOrder
from models.people import Me, Office, Role
from models.register import Registration
from models.values import Book, Retention

SERIAL = re.compile(r"(\d+)号?$")
Parts = list[str]  # of a counter's name, without its kind: year, book …


@dataclass(frozen=True)
class Void:
    """One number that was given and taken back.  Its reasons are of the fixed list, never words about the paper."""

    number: str
    at: datetime
    reasons: list[str]


@dataclass(frozen=True)
class NumberBook:
    """``gaps``: what the counter gave and no record bears; ``strays``: what a record bears and it never gave."""

    word: str
    year: int
    last: int
    latest: str
    next: str
    gaps: list[int]
    strays: list[int]
    voids: list[Void]

    @property
    def whole(self) -> bool:
        return not (self.gaps or self.strays)


@dataclass(frozen=True)
class Series:
    """One kind of counter.  ``borne``: the numbers that records bear; ``spell``: how the n-th is printed."""

    readers: frozenset[Role]
    word: Callable[[Session, Parts], str]
    spell: Callable[[Parts, int], str]
    borne: Callable[[Session, Parts], set[int]]


def _receipts(session: Session, parts: Parts) -> set[int]:
    year, book = int(parts[0]), Book(parts[1])
    given = select(Registration.sequence).where(Registration.year == year, Registration.book == book)
    return set(session.exec(given))


def _filed(session: Session, parts: Parts) -> set[int]:
    year, retention, office = int(parts[0]), Retention(parts[1]), parts[2]
    given = select(ArchiveEntry.item).where(
        ArchiveEntry.year == year,
        ArchiveEntry.retention == retention,
        ArchiveEntry.office_code == office,
    )
    return set(session.exec(given))


def _numbered(column: str, shape: str) -> Callable[[Session, Parts], set[int]]:
    """Where the record bears the printed number alone."""

    def borne(session: Session, parts: Parts) -> set[int]:
        numbers = select(col(column)).where(col(column).startswith(shape.format(parts[0]))).distinct()
        return {int(match[1]) for one in session.exec(numbers) if (match := SERIAL.search(one))}

    return borne


def _archive_word(session: Session, parts: Parts) -> str:
    office = session.get(Office, parts[2])
    return f"{Retention(parts[1]).label} · {office.name if office else parts[2]}"


def _archive_code(parts: Parts, n: int) -> str:
    fonds, category = policy().hospital.fonds, policy().archive.category
    return str(ArchiveCode(fonds, category, int(parts[0]), Retention(parts[1]), parts[2], n))


OFFICE = frozenset({Role.SECRETARY, Role.OFFICE_HEAD, Role.AUDITOR})
ARCHIVE = frozenset({Role.ARCHIVIST, Role.AUDITOR})
READERS = OFFICE | ARCHIVE

SERIES = {
    "receipt": Series(
        OFFICE,
        lambda _session, parts: Book(parts[1]).cover,
        lambda parts, n: str(ReceiptNumber(int(parts[0]), Book(parts[1]), n)),
        _receipts,
    ),
    "supervise": Series(
        OFFICE,
        lambda _session, _parts: _("督办编号"),
        lambda parts, n: f"督〔{parts[0]}〕{n}号",
        _numbered(Assignment.number, "督〔{}〕"),
    ),
    "carrier": Series(
        OFFICE,
        lambda _session, _parts: _("涉密载体编号"),
        lambda parts, n: f"{parts[0]}-密-{n:04d}",
        _numbered(Carrier.number, "{}-密-"),
    ),
    "archive": Series(ARCHIVE, _archive_word, _archive_code, _filed),
    "destroy": Series(
        ARCHIVE | {Role.OFFICE_HEAD},
        lambda _session, _parts: _("销毁清册编号"),
        lambda parts, n: f"销〔{parts[0]}〕{n}号",
        _numbered(DestructionOrder.number, "销〔{}〕"),
    ),
}


def books(session: Session, me: Me) -> list[NumberBook]:
    """Newest year first, of the kinds that this person reads; each is counted through as it is shown."""
    found = []
    for counter in session.exec(select(Counter).order_by(col(Counter.name))):
        kind, *parts = counter.name.split(":")
        series = SERIES.get(kind)
        if series and me.roles & series.readers:
            found.append((list(SERIES).index(kind), _book(session, series, kind, parts, counter.value)))
    return [book for _, book in sorted(found, key=lambda one: (-one[1].year, one[0]))]


def _book(session: Session, series: Series, kind: str, parts: Parts, last: int) -> NumberBook:
    borne, given = series.borne(session, parts), set(range(1, last + 1))
    return NumberBook(
        word=series.word(session, parts),
        year=int(parts[0]),
        last=last,
        latest=series.spell(parts, last),
        next=series.spell(parts, last + 1),
        gaps=sorted(given - borne),
        strays=sorted(borne - given),
        voids=_voids(session, parts) if kind == "receipt" else [],
    )


def _voids(session: Session, parts: Parts) -> list[Void]:
    """退文 of one book, the latest first."""
    voided = select(Registration).where(
        Registration.year == int(parts[0]),
        Registration.book == Book(parts[1]),
        col(Registration.voided_at).is_not(None),
    )
    ordered = voided.order_by(col(Registration.sequence).desc())
    return [Void(one.number, one.voided_at, one.reasons) for one in session.exec(ordered) if one.voided_at]
