"""导出: rows that leave for a spreadsheet, every cell as text, so that nothing a person wrote is ever calculated."""

import csv
import unicodedata
from collections.abc import Iterable
from io import StringIO

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
CALCULATES = set("=+-@|%")
QUOTE = "'"


def cells(row: Iterable[object]) -> list[str]:
    """Each cell as one line of words; what a spreadsheet might take for a formula gets a quote before it."""
    return [_text(one) for one in row]


def written(rows: Iterable[Iterable[object]]) -> bytes:
    """A whole file as Excel and WPS read it."""
    out = StringIO(newline="")
    out.write(BOM)
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(cells(row) for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _text(value: object) -> str:
    words = "".join(" " if _is_control(one) else one for one in ("" if value is None else str(value)))
    return QUOTE + words if _calculates(words) else words


def _calculates(words: str) -> bool:
    """The first sign that is printed decides; its full-width twins count as it does."""
    seen = unicodedata.normalize("NFKC", words)
    first = next((one for one in seen if not one.isspace() and unicodedata.category(one) != "Cf"), "")
    return first in CALCULATES or words.startswith(QUOTE)


def _is_control(one: str) -> bool:
    """Tab and line ends too: a cell that begins with one begins, for some programs, after it."""
    return unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")
