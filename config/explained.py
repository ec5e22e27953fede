"""规矩的说明: what each section and key of policy.toml is for, from the remarks of the shipped file."""

import re
from functools import cache

from config.policy import SHIPPED
from config.toml import HEADER, KEY

REMARK = re.compile(r"\s#\s*(.+)$")
RULE = "# ──"  # a line that only divides


@cache
def remarks() -> dict[str, str]:
    """``deadlines`` and ``deadlines.due_at`` → what stands beside or above it; what says nothing is left out."""
    table = ""
    above: list[str] = []
    found: dict[str, str] = {}
    for line in SHIPPED.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            above = [] if line.startswith(RULE) else [*above, line.lstrip("# ")]
            continue
        beside = REMARK.search(line)
        said = [*above, *([beside[1]] if beside else [])]
        if header := HEADER.match(line):
            table = header[2].strip()
            found.setdefault(table, "".join(said))
        elif key := KEY.match(line):
            found.setdefault(f"{table}.{key[1]}", "".join(said))
        above = []
    return {name: text for name, text in found.items() if text}
