"""排行: letters put back into lines by where they stand on the page."""

from dataclasses import dataclass

SAME_LINE = 0.45  # of a letter's height between two base lines
BLANK = 0.22  # of a letter's height, from which white space between two Chinese letters is a blank
WIDE_BLANK = 0.45  # the same beside a Latin letter or digit, which typesetting sets apart by itself
ONE_MORE = 0.7  # of a letter's height, for each further blank
WIDEST = 8  # blanks put for the widest gap
TWICE = 0.3  # of a letter's height: a letter printed again this near only makes it bold


@dataclass(frozen=True, slots=True)
class Letter:
    """Positions in points; base is the height of the base line above the foot of the page."""

    letter: str
    left: float
    right: float
    base: float
    height: float
    upright: bool = True


def lines(letters: list[Letter]) -> list[str]:
    """From the top down; slanting words, such as a watermark, come last and in their own order."""
    rows: list[list[Letter]] = []
    for one in sorted((one for one in letters if one.upright), key=lambda one: -one.base):
        if not rows or rows[-1][0].base - one.base > SAME_LINE * max(one.height, rows[-1][0].height):
            rows.append([])
        rows[-1].append(one)
    slanting = "".join(one.letter for one in letters if not one.upright)
    return [words for row in rows if (words := _words(row))] + ([slanting] if slanting.strip() else [])


def _words(row: list[Letter]) -> str:
    words, last = "", None
    for one in sorted(row, key=lambda one: one.left):
        if last and one.letter == last.letter and one.left - last.left < TWICE * one.height:
            continue
        words += _blanks(last, one) if last else ""
        words += one.letter
        last = one
    return words.strip()


def _blanks(last: Letter, one: Letter) -> str:
    gap = (one.left - last.right) / max(1.0, one.height)
    if gap <= (WIDE_BLANK if last.letter.isascii() or one.letter.isascii() else BLANK):
        return ""
    return " " * min(WIDEST, max(1, round(gap / ONE_MORE)))


def on_pages(texts: list[str]) -> str:
    """One text; a form feed begins each further page, so that what is found can be told by its page.  A scan has none."""
    return "\n\f".join(texts).strip(" \n") if any(text.strip() for text in texts) else ""
