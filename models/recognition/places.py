"""出处: on which page and in which part of a paper something stands, in the words of the standard (GB/T 9704)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.kinds import Labelled
from models.recognition.paper import Line


class Part(Labelled):
    NAME = "name", "文件名"
    HEAD = "head", "版头"
    MASTHEAD = "masthead", "发文机关标志"
    NUMBER = "number", "发文字号"
    TITLE = "title", "标题区"
    ADDRESSEES = "addressees", "主送机关"
    BODY = "body", "正文"
    ATTACHMENTS = "attachments", "附件说明"
    SIGNATURE = "signature", "正文末"
    COLOPHON = "colophon", "版记"


class Place(NamedTuple):
    """``page`` is 0 where the file tells no pages."""

    page: int
    part: Part


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the further pages of a text begin, and the numbers of the lines where its parts begin."""

    page_starts: Sequence[int]
    salutation: int
    signature: int
    below: int
    title: int

    def place(self, field: str, line: int) -> Place:
        part = self._part(field, line)
        if self.page_starts and part is not Part.NAME:
            return Place(1 + bisect_right(self.page_starts, line), part)
        return Place(1 if 0 < line < self.salutation else 0, part)

    def _part(self, field: str, line: int) -> Part:
        if line == 0:
            return Part.NAME
        if line == self.title:
            return Part.TITLE
        if field in _ALWAYS:
            return _ALWAYS[field]
        if line < self.salutation:
            return _IN_THE_HEAD.get(field, Part.HEAD)
        if line < self.signature:
            return Part.BODY
        return Part.SIGNATURE if line < self.below else Part.COLOPHON


_ALWAYS = {"addressees": Part.ADDRESSEES, "attachments": Part.ATTACHMENTS}
_IN_THE_HEAD = {"title": Part.TITLE, "issuer": Part.MASTHEAD, "doc_number": Part.NUMBER}


def page_starts(text: str) -> list[int]:
    """The numbers of the lines that begin a further page; none on a single page, or where the file tells no pages."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [number for number, row in enumerate(rows, 1) if row.startswith("\f")]


def begins(lines: list[Line], at: int) -> int:
    """The number of the line at this index; one past the last where there is none."""
    return lines[at].number if at < len(lines) else (lines[-1].number + 1 if lines else 1)
