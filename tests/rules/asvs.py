"""ASVS 5.0: which requirements there are at L1 and L2, and how docs/asvs.md answers each.

Source: OWASP Application Security Verification Standard 5.0.0.  Left out: V10 but for the client (V10.1, V10.2,
V10.5), and V17; this product is no authorization server, no resource server, and carries no voice.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "asvs.md"
MET, NOT_APPLICABLE, NOT_MET = "做到", "不适用", "未做到"
ROW = re.compile(r"\| V([\d.]+) \| (L\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")

# Section: the numbers of L1, the numbers of L2.
SECTIONS = {
    "1.1": ("", "1-2"),
    "1.2": ("1-5", "6-9"),
    "1.3": ("1-2", "3-11"),
    "1.4": ("", "1-3"),
    "1.5": ("1", "2"),
    "2.1": ("1", "2-3"),
    "2.2": ("1-2", "3"),
    "2.3": ("1", "2-4"),
    "2.4": ("", "1"),
    "3.2": ("1-2", ""),
    "3.3": ("1", "2-4"),
    "3.4": ("1-2", "3-6"),
    "3.5": ("1-3", "4-5"),
    "3.7": ("", "1-2"),
    "4.1": ("1", "2-3"),
    "4.2": ("", "1"),
    "4.3": ("", "1-2"),
    "4.4": ("1", "2-4"),
    "5.1": ("", "1"),
    "5.2": ("1-2", "3"),
    "5.3": ("1-2", ""),
    "5.4": ("", "1-3"),
    "6.1": ("1", "2-3"),
    "6.2": ("1-8", "9-12"),
    "6.3": ("1-2", "3-4"),
    "6.4": ("1-2", "3-4"),
    "6.5": ("", "1-5"),
    "6.6": ("", "1-3"),
    "6.8": ("", "1-4"),
    "7.1": ("", "1-3"),
    "7.2": ("1-4", ""),
    "7.3": ("", "1-2"),
    "7.4": ("1-2", "3-5"),
    "7.5": ("", "1-2"),
    "7.6": ("", "1-2"),
    "8.1": ("1", "2"),
    "8.2": ("1-2", "3"),
    "8.3": ("1", ""),
    "8.4": ("", "1"),
    "9.1": ("1-3", ""),
    "9.2": ("1", "2-4"),
    "10.1": ("", "1-2"),
    "10.2": ("", "1-2"),
    "10.5": ("", "1-5"),
    "11.1": ("", "1-2"),
    "11.2": ("", "1-3"),
    "11.3": ("1-2", "3"),
    "11.4": ("1", "2-4"),
    "11.5": ("", "1"),
    "11.6": ("", "1"),
    "12.1": ("1", "2-3"),
    "12.2": ("1-2", ""),
    "12.3": ("", "1-4"),
    "13.1": ("", "1"),
    "13.2": ("", "1-5"),
    "13.3": ("", "1-2"),
    "13.4": ("1", "2-5"),
    "14.1": ("", "1-2"),
    "14.2": ("1", "2-4"),
    "14.3": ("1", "2-3"),
    "15.1": ("1", "2-3"),
    "15.2": ("1", "2-3"),
    "15.3": ("1", "2-7"),
    "16.1": ("", "1"),
    "16.2": ("", "1-5"),
    "16.3": ("", "1-4"),
    "16.4": ("", "1-3"),
    "16.5": ("", "1-3"),
}


@dataclass(frozen=True)
class Row:
    """``proof``: what carries a requirement that is met; else why not."""

    id: str
    level: str
    what: str
    status: str
    proof: str


def requirements() -> list[tuple[str, str]]:
    """Every id with its level, in the order of the standard."""
    found = []
    for section, levels in SECTIONS.items():
        for level, numbers in zip(("L1", "L2"), levels, strict=True):
            found += [(f"{section}.{number}", level) for number in _spread(numbers)]
    return found


def rows() -> list[Row]:
    return [Row(*found) for found in ROW.findall(TABLE.read_text("utf-8"))]


def _spread(numbers: str) -> range:
    if not numbers:
        return range(0)
    first, _, last = numbers.partition("-")
    return range(int(first), int(last or first) + 1)
