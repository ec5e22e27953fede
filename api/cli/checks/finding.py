"""结论: what a check says."""

from dataclasses import asdict, dataclass
from typing import Any


class Trouble(Exception):
    """What is wrong, and what to do about it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what, self.advice = what, advice


@dataclass(frozen=True)
class Finding:
    name: str
    ok: bool
    what: str
    advice: str = ""

    def __str__(self) -> str:
        told = f"{'✓' if self.ok else '✗'} {self.name}：{self.what}"
        return told if self.ok else f"{told}\n    → {self.advice}"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
