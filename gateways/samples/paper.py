"""公文版面: what stands on a paper, from the urgency at its head to the printing note at its foot.

Source: GB/T 9704-2012, the order of 版头, 主体 and 版记.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

BLANKS = "　　"


class Look(Enum):
    """How one row is set: size in points, place on the line, red or black."""

    MARK = (16, "left", False)
    MASTHEAD = (26, "centre", True)
    NUMBER = (16, "centre", False)
    TITLE = (22, "centre", False)
    TEXT = (16, "left", False)
    SIGNATURE = (16, "right", False)
    FOOT = (14, "left", False)

    @property
    def size(self) -> int:
        return int(self.value[0])

    @property
    def place(self) -> str:
        return str(self.value[1])

    @property
    def red(self) -> bool:
        return bool(self.value[2])


@dataclass(frozen=True)
class Row:
    look: Look
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper as its issuer would print it.  ``dated`` is already words: 2026年11月22日."""

    issuer: str
    number: str
    title: str
    addressees: tuple[str, ...]
    body: tuple[str, ...]
    dated: str
    urgency: str = ""
    attachments: tuple[str, ...]
    copies_to: str = ""

    def rows(self) -> Iterator[Row]:
        if self.urgency:
            yield Row(Look.MARK, self.urgency)
        yield Row(Look.MASTHEAD, f"{self.issuer}文件")
        yield Row(Look.TEXT)
        yield Row(Look.NUMBER, self.number)
        yield Row(Look.TEXT)
        yield Row(Look.TITLE, self.title)
        yield Row(Look.TEXT)
        yield Row(Look.TEXT, f"{'，'.join(self.addressees)}：")
        yield from (Row(Look.TEXT, BLANKS + words) for words in self.body)
        yield from self._attached()
        yield Row(Look.TEXT)
        yield Row(Look.SIGNATURE, self.issuer)
        yield Row(Look.SIGNATURE, self.dated)
        yield from self._foot()

    def _attached(self) -> Iterator[Row]:
        if len(self.attachments) == 1:
            yield Row(Look.TEXT, f"{BLANKS}附件：{self.attachments[0]}")
        for place, name in enumerate(self.attachments if len(self.attachments) > 1 else (), start=1):
            yield Row(Look.TEXT, f"{BLANKS}{'附件：' if place == 1 else '　　　'}{place}.{name}")

    def _foot(self) -> Iterator[Row]:
        yield Row(Look.TEXT)
        if self.copies_to:
            yield Row(Look.FOOT, f"抄送：{self.copies_to}。")
        yield Row(Look.FOOT, f"{self.issuer}办公室　　　　{self.dated}印发")
