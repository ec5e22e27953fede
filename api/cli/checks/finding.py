"""结论: what a check says."""

from dataclasses import asdict, dataclass
from typing import Any


class Trouble(Exception):
    """What is wrong, and what to do about it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what, self.advice = what, advice


class Notice(Trouble):
    """Nothing is wrong yet; what to do before it is."""


@dataclass(frozen=True)
class Finding:
    """``ok`` with an advice is a notice: the machine may run, and somebody must see to it in time."""

    name: str
    ok: bool
    what: str
    advice: str = ""

    @property
    def mark(self) -> str:
        return "✗" if not self.ok else "!" if self.advice else "✓"

    def __str__(self) -> str:
        told = f"{self.mark} {self.name}：{self.what}"
        return f"{told}\n    → {self.advice}" if self.advice else told

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
