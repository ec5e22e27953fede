"""An invented letter, and the house that it came to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

A_YEAR = 8_000  # letters


@dataclass(frozen=True)
class House:
    """Who writes, and when."""

    at: datetime
    lin: UUID
    chen: UUID
    wang: UUID
    zhou: UUID


@dataclass(frozen=True)
class Letter:
    """One that waits is 待批示 and its fourth line is 王建国's; the others were filed long ago."""

    serial: int
    year: int
    ids: tuple[UUID, ...]
    issuer: str
    title: str
    waits: bool
    known: bool
    signed: bool

    @property
    def id(self) -> UUID:
        return self.ids[0]

    @property
    def sequence(self) -> int:
        return self.serial % A_YEAR + 1

    @property
    def number(self) -> str:
        return f"{self.year}-普-{self.sequence:04d}"

    @property
    def doc_number(self) -> str:
        return f"江卫〔{self.year}〕{self.serial}号"
