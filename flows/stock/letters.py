"""An invented letter, the house that it came to, and how they are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlmodel import Session

from flows.stock.titles import issuer_and_title
from models.people import find_uid

A_YEAR = 8_000  # letters, or more where the house would be older than YEARS
YEARS = 12
UIDS = ("lin", "chen", "wang", "zhou")


@dataclass(frozen=True)
class House:
    """Who writes, and when."""

    at: datetime
    lin: UUID
    chen: UUID
    wang: UUID
    zhou: UUID

    @classmethod
    def of(cls, session: Session, at: datetime) -> "House":
        """Raises LookupError where one of them does not work here."""
        found = [find_uid(session, uid) for uid in UIDS]
        if None in found:
            raise LookupError(UIDS[found.index(None)])
        return cls(at, *(person.id for person in found if person))


@dataclass(frozen=True)
class Plan:
    """How many letters, drawn from which seed.

    The newest ``waiting`` wait for 王建国, or, once he has ``signed``, for the engine to ask 周明华.
    He knows of the newest ``known``.
    """

    count: int
    seed: int
    waiting: int = 0
    known: int = 0
    signed: bool = False

    @property
    def a_year(self) -> int:
        return max(A_YEAR, -(-self.count // YEARS))

    def letters(self, at: datetime, since: int = 1) -> Iterator["Letter"]:
        """From this serial on, oldest first."""
        for serial in range(since, self.count + 1):
            yield self._drawn(serial, at)

    def newest(self, many: int, at: datetime) -> list["Letter"]:
        """The newest first."""
        return list(self.letters(at, max(1, self.count - many + 1)))[::-1]

    def _drawn(self, serial: int, at: datetime) -> "Letter":
        """Each of its own seed, so that the newest are known without drawing a million older ones."""
        random = Random(self.seed << 32 | serial)  # noqa: S311  nothing here is secret
        younger = self.count - serial
        waits = younger < self.waiting
        return Letter(
            serial,
            *self._numbered(serial, at.year),
            tuple(_id(serial, random) for _ in range(5)),
            *issuer_and_title(random),
            came=at if waits else at - timedelta(days=3) - younger * (timedelta(days=365) / self.a_year),
            waits=waits,
            known=waits or younger < self.known,
            signed=waits and self.signed,
        )

    def _numbered(self, serial: int, year: int) -> tuple[int, int]:
        """Year and number in it; the last year is full, the first may be short."""
        ago, from_the_end = divmod(self.count - serial, self.a_year)
        first = max(1, self.count - (ago + 1) * self.a_year + 1)
        return year - ago, self.count - ago * self.a_year - from_the_end - first + 1


@dataclass(frozen=True)
class Letter:
    """One that waits is 待批示 and its fourth line is 王建国's; the others were read and filed long ago."""

    serial: int
    year: int
    sequence: int
    ids: tuple[UUID, ...]
    issuer: str
    title: str
    came: datetime
    waits: bool
    known: bool
    signed: bool

    @property
    def id(self) -> UUID:
        return self.ids[0]

    @property
    def number(self) -> str:
        return f"{self.year}-普-{self.sequence:04d}"

    @property
    def doc_number(self) -> str:
        return f"江卫〔{self.year}〕{self.serial}号"


def _id(serial: int, random: Random) -> UUID:
    """Grows with the serial, so that a million of them are written at the ends of the indexes."""
    return UUID(int=serial << 96 | random.getrandbits(96), version=4)
