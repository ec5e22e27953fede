"""自动编号: the numbers Word prints but does not store: 一、 （一） 1. (1)."""

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "〇一二三四五六七八九"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"}
_SILENT = {"bullet", "none", ""}


class Numbering:
    """Counts numbered paragraphs in printed order, as Word would."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[tuple[str, int], int] = defaultdict(int)
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._learn(relation.target_part._element)

    def _learn(self, root: Any) -> None:
        kinds = {kind.get(qn("w:abstractNumId")): kind for kind in root.iterchildren(qn("w:abstractNum"))}
        for number in root.iterchildren(qn("w:num")):
            kind = kinds.get(_value(number, "w:abstractNumId"))
            for level in kind.iterchildren(qn("w:lvl")) if kind is not None else ():
                start = int(_value(level, "w:start") or 1)
                key = (number.get(qn("w:numId")), int(level.get(qn("w:ilvl"))))
                self._levels[key] = (_value(level, "w:numFmt"), _value(level, "w:lvlText"), start)

    def label(self, paragraph: Any) -> str:
        """The printed number of a paragraph; empty for one without."""
        place = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if place is None:
            return ""
        number, depth = _value(place, "w:numId"), int(_value(place, "w:ilvl") or 0)
        form, text, _ = self._levels.get((number, depth), ("", "", 1))
        if form in _SILENT:
            return ""
        self._counts[number, depth] += 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((number, deeper), None)
        return re.sub(r"%([1-9])", lambda mark: self._printed(number, int(mark[1]) - 1), text)

    def _printed(self, number: str, depth: int) -> str:
        form, _, start = self._levels.get((number, depth), ("decimal", "", 1))
        count = start + max(1, self._counts[number, depth]) - 1
        return chinese(count) if form in _CHINESE else str(count)


def chinese(count: int) -> str:
    """1 to 99 in Chinese numerals; beyond that in digits."""
    if not 0 < count < 100:
        return str(count)
    tens, units = divmod(count, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[units] if units else "")


def _value(node: Any, name: str) -> str:
    child = node.find(qn(name))
    return str(child.get(qn("w:val")) or "") if child is not None else ""
