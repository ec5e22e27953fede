"""份号: which of the printed copies came; a run may be written by its ends."""

import re

from config.language import _
from models.values import optional_words

RUN = re.compile(r"(?P<first>\d{1,8})\s*(?:-|—|–|~|～|至)\s*(?P<last>\d{1,8})")
LONGEST = 200  # characters of all of them


def copy_numbers(text: str) -> str:
    """0012-0015 written out: 0012、0013、0014、0015.  Raises TooLong."""
    parts = re.split(r"[，,、；;]\s*", optional_words(text, LONGEST, "份号", field="copy_numbers"))
    written = "、".join(_written_out(part.strip()) for part in parts if part.strip())
    return optional_words(written, LONGEST, _("份号"), field="copy_numbers")


def _written_out(part: str) -> str:
    run = RUN.fullmatch(part)
    if run is None or len(run["first"]) != len(run["last"]) or not _is_short(run):
        return part
    wide = len(run["first"])
    return "、".join(f"{number:0{wide}}" for number in range(int(run["first"]), int(run["last"]) + 1))


def _is_short(run: re.Match[str]) -> bool:
    return 0 < int(run["last"]) - int(run["first"]) < LONGEST
